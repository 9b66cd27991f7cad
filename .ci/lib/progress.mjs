// What the person at the screen sees of a run: a live list on a terminal, one line a step elsewhere.

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const patienceMs = 30_000;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {NodeJS.WriteStream} out */
export function createProgress(out) {
  const live = out.isTTY && process.env.TERM !== 'dumb' && !process.env.CI;
  const colour = (code, text) => (live ? `\u001b[${code}m${text}\u001b[0m` : text);
  const marks = { ok: colour(32, 'ok  '), FAIL: colour(31, 'FAIL'), skip: colour(33, 'skip') };
  /** @type {Map<string, {title: string, startedAt: number, saidAt: number}>} */
  const active = new Map();
  let drawn = 0;
  let timer;

  const erase = () => {
    if (drawn > 0) out.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    erase();
    const now = Date.now();
    const spinner = frames[Math.floor(now / 100) % frames.length];
    const width = (out.columns || 80) - 1;
    for (const { title, startedAt } of active.values()) {
      out.write(`  ${spinner}   ${title.padEnd(34)} ${seconds(now - startedAt).padStart(8)}`.slice(0, width) + '\n');
      drawn++;
    }
  };
  const remind = () => {
    const now = Date.now();
    for (const step of active.values()) {
      if (now - step.saidAt < patienceMs) continue;
      step.saidAt = now;
      out.write(`  ...  ${step.title.padEnd(34)} ${seconds(now - step.startedAt).padStart(8)}\n`);
    }
  };
  const print = (lines) => {
    if (live) erase();
    for (const line of lines) out.write(`${line}\n`);
    if (live) draw();
  };

  return {
    note: (text) => print([text]),
    start(title) {
      const now = Date.now();
      active.set(title, { title, startedAt: now, saidAt: now });
      timer ??= setInterval(live ? draw : remind, live ? 100 : 1000);
      timer.unref();
      if (live) draw();
    },
    /** @param {'ok' | 'FAIL' | 'skip'} outcome */
    end(title, outcome, detail = '', lines = []) {
      const step = active.get(title);
      active.delete(title);
      const elapsed = step ? seconds(Date.now() - step.startedAt) : '';
      print([
        `  ${marks[outcome]} ${title.padEnd(34)} ${elapsed.padStart(8)}  ${detail}`.trimEnd(),
        ...lines.map((line) => `       ${line}`),
      ]);
      if (active.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    },
    close() {
      if (live) erase();
      clearInterval(timer);
      timer = undefined;
    },
  };
}
