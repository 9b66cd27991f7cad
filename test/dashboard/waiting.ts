/** Waiting for something to become so: by looking, never by a time that is hoped to be enough. */
const LOOK_MS = 50;

export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 60_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  let failure: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${withinMs} ms for: ${what}`, { cause: failure });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
