// Preloaded into what npm start runs, and used by npm start itself: ends this process, by its own clean way out, once its
// parent is gone. A killed npm thus leaves nothing behind.

const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM');
}, 1000);
watch.unref();
