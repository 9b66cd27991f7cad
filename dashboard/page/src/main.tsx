import { render } from 'preact';
import { App } from './app.js';
import { connect } from './connection.js';
import { Store } from './store.js';
import { restoreTheme } from './theme.js';
import './style/base.css';
import './style/panels.css';
import './style/books.css';

restoreTheme();
const store = new Store();
const root = document.getElementById('app');
if (root !== null) {
  render(<App store={store} />, root);
  connect(store);
}
