/** Waits for what two parties bring about: whoever has news calls `changed`, and the conditions are looked at again. */

/** Longer than any honest answer takes on a busy machine. */
const patienceMs = 30_000;

interface Waiter {
  readonly holds: () => boolean;
  readonly settle: (error?: Error) => void;
}

export class Watch {
  private readonly waiters = new Set<Waiter>();
  private readonly witnesses: (() => string)[] = [];
  private broken: string | undefined;
  private isLooking = false;

  /** @param lastWords what somebody saw last, for the error of a wait in vain */
  addWitness(lastWords: () => string): void {
    this.witnesses.push(lastWords);
  }

  /** Conditions are looked at once per turn, however much has changed in it. */
  changed(): void {
    if (this.isLooking || this.waiters.size === 0) return;
    this.isLooking = true;
    setImmediate(() => {
      this.isLooking = false;
      for (const waiter of [...this.waiters]) if (waiter.holds()) waiter.settle();
    });
  }

  /** Nothing more will come: whoever waits for something that does not hold waits in vain. */
  fail(what: string): void {
    this.broken = what;
    for (const waiter of [...this.waiters]) waiter.settle(this.inVain(what));
  }

  until(what: string, holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    if (this.broken !== undefined) return Promise.reject(this.inVain(`${what}; ${this.broken}`));
    return new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        if (error === undefined) resolve();
        else reject(error);
      };
      const waiter = { holds, settle };
      const timer = setTimeout(() => settle(this.inVain(what)), patienceMs);
      this.waiters.add(waiter);
    });
  }

  private inVain(what: string): Error {
    return new Error([`waited in vain: ${what}`, ...this.witnesses.map((lastWords) => lastWords())].join('\n'));
  }
}
