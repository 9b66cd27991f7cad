import { render } from 'preact';
import { App } from './app.js';
import { connect } from './connection.js';
import { orderApi } from './orders/api.js';
import { OrderDesk } from './orders/desk.js';
import { TokenBox } from './orders/token.js';
import { Store } from './store.js';
import { restoreTheme } from './theme.js';
import './style/base.css';
import './style/panels.css';
import './style/books.css';
import './style/orders.css';
import './style/views.css';

restoreTheme();
const store = new Store();
const desk = new OrderDesk(
  orderApi((path, init) => fetch(path, init)),
  new TokenBox(sessionStorage),
  () => performance.now(),
);
const root = document.getElementById('app');
if (root !== null) {
  render(<App store={store} desk={desk} />, root);
  // Where nobody may look without logging in, the picture comes once somebody has.
  void desk.findSession();
  const reconnect = connect(store);
  let was = desk.hasToken;
  desk.subscribe(() => {
    if (desk.loginRequired && desk.isSession && !was) reconnect();
    was = desk.isSession;
  });
}
