/** The socket to the dashboard's server. The server is told once an update is painted: a page that cannot keep up, or is hidden, gets less. */
import { io, type Socket } from 'socket.io-client';
import type { PageToServer, ServerToPage } from '../../../control/core/status/page.js';
import type { Store } from './store.js';

const TICK_MS = 250;

/** Returns what tries again at once, after a login. */
export function connect(store: Store): () => void {
  const socket: Socket<ServerToPage, PageToServer> = io({
    transports: ['websocket'],
    reconnectionDelay: 200,
    reconnectionDelayMax: 2000,
  });
  socket.on('connect', () => store.setConnected(true));
  socket.on('disconnect', () => store.setConnected(false));
  socket.on('history', (history) => store.setHistory(history));
  socket.on('second', (second) => store.addSecond(second));
  socket.on('update', (update) => {
    store.apply(update);
    requestAnimationFrame(() => socket.emit('painted'));
  });
  setInterval(() => store.tick(), TICK_MS);
  return () => {
    socket.disconnect().connect();
  };
}
