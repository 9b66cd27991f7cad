/** Many pages as far as the server can tell: `pages.process.ts URL COUNT`. Each says that it has painted what came. Told anything, it says how many updates came. */
import { io, type Socket } from 'socket.io-client';

const [url = '', count = '0'] = process.argv.slice(2);
let updates = 0;
const sockets: Socket[] = [];
for (let i = 0; i < Number(count); i++) {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { origin: new URL(url).origin },
  });
  socket.on('update', () => {
    updates++;
    socket.emit('painted');
  });
  sockets.push(socket);
}
const waiting = setInterval(() => {
  if (!sockets.every(({ connected }) => connected)) return;
  clearInterval(waiting);
  process.send?.({ connected: sockets.length });
}, 50);
process.on('message', () => process.send?.({ updates }));
process.on('disconnect', () => process.exit(0));
