/**
 * Thrown through the code of a process that has just been killed in the middle of a callback (inside a disk write, say), and by
 * everything it still tries afterwards. The world catches it. Code under test must not: catch what you know, let the rest pass.
 */
export class ProcessKilled extends Error {
  constructor(readonly host: string) {
    super(`the process on ${host} has been killed`);
    this.name = 'ProcessKilled';
  }
}
