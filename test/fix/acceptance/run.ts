/** Plays a definition against an acceptor, over whatever wire: simulated and on a virtual clock, or real. */
import { CrossfeedError } from '../../../control/core/errors.js';
import { compareMessages } from './compare.js';
import { visible, type Definition, type Step } from './definition.js';
import { fillIn, fillInTimes } from './fill-in.js';
import type { Received } from './inbox.js';

export interface TesterConnection {
  send(bytes: Uint8Array): void;
  /** What comes next within the time, or undefined. */
  next(timeoutMs: number): Promise<Received | undefined>;
  close(): void;
}

export interface Wire {
  /** Connected when it resolves; rejects when nobody listens. */
  connect(): Promise<TesterConnection>;
  epochMs(): number;
}

/** How long the tester waits for a message: longer than any heartbeat in the definitions. */
const expectTimeoutMs = 30_000;
/** As the format has it. */
const disconnectTimeoutMs = 10_000;

/** The acceptor did something else than the definition says. The message tells the whole story up to there. */
export class AcceptanceFailure extends CrossfeedError {
  constructor(definition: Definition, step: Step | undefined, what: readonly string[], story: readonly string[]) {
    const place = step === undefined ? definition.name : `${definition.name}:${step.line}`;
    super('ACCEPTANCE_FAILED', [place, ...what, 'The conversation:', ...story].join('\n  '));
  }
}

/** Resolves when the acceptor did all that the definition says. Throws AcceptanceFailure. */
export async function runDefinition(definition: Definition, wire: Wire): Promise<void> {
  const run = new Run(definition, wire);
  try {
    for (const step of definition.steps) await run.take(step);
  } finally {
    run.closeAll();
  }
}

class Run {
  private readonly connections = new Map<number, TesterConnection>();
  private readonly ended: TesterConnection[] = [];
  private readonly story: string[] = [];

  constructor(
    private readonly definition: Definition,
    private readonly wire: Wire,
  ) {}

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'connect':
        this.connections.set(step.connection, await this.wire.connect());
        this.tell(step, '-- connected');
        break;
      case 'disconnect':
        this.connection(step).close();
        this.connections.delete(step.connection);
        this.tell(step, '-- tester disconnected');
        break;
      case 'send': {
        const bytes = fillIn(step.text, this.wire.epochMs());
        this.tell(step, `-> ${visible(Buffer.from(bytes).toString('latin1'))}`);
        this.connection(step).send(bytes);
        break;
      }
      case 'expect':
        await this.expect(step, step.text);
        break;
      case 'expectDisconnect':
        await this.expectDisconnect(step);
        break;
    }
  }

  closeAll(): void {
    for (const connection of [...this.connections.values(), ...this.ended]) connection.close();
  }

  private async expect(step: Step, text: string): Promise<void> {
    const expected = fillInTimes(text, this.wire.epochMs());
    const received = await this.connection(step).next(expectTimeoutMs);
    this.tellReceived(step, received);
    const differences =
      received?.kind === 'message'
        ? compareMessages(expected, received.text)
        : [`expected a message, ${told(received)}`];
    if (differences.length === 0) return;
    const came = received === undefined || received.kind === 'closed' ? '' : visible(received.text);
    this.fail(step, [`expected ${visible(expected)}`, `received ${came}`, ...differences.map((line) => `  ${line}`)]);
  }

  private async expectDisconnect(step: Step): Promise<void> {
    const received = await this.connection(step).next(disconnectTimeoutMs);
    this.tellReceived(step, received);
    if (received?.kind !== 'closed') this.fail(step, [`expected the acceptor to disconnect, ${told(received)}`]);
    if (!received.inOrder) this.fail(step, [`expected the acceptor to close in order, ${told(received)}`]);
    // The tester keeps its end as it is: an acceptor must not wait for it.
    this.ended.push(this.connection(step));
    this.connections.delete(step.connection);
  }

  private connection(step: Step): TesterConnection {
    return (
      this.connections.get(step.connection) ??
      this.fail(step, [`connection ${step.connection} is not open at this line`])
    );
  }

  private tell(step: Step, what: string): void {
    const name = this.definition.steps.some((other) => other.connection !== 1) ? `${step.connection} ` : '';
    this.story.push(`${String(step.line).padStart(3)} ${name}${what}`);
  }

  private tellReceived(step: Step, received: Received | undefined): void {
    if (received?.kind === 'closed') this.tell(step, `-- closed by the acceptor (${received.detail})`);
    else if (received) this.tell(step, `<- ${visible(received.text)}`);
  }

  private fail(step: Step, what: readonly string[]): never {
    throw new AcceptanceFailure(this.definition, step, what, this.story);
  }
}

function told(received: Received | undefined): string {
  if (received === undefined) return 'nothing came in time';
  switch (received.kind) {
    case 'message':
      return `${visible(received.text)} came`;
    case 'garbage':
      return `bytes came that are no message (${received.why}): ${visible(received.text)}`;
    case 'closed':
      return `the connection closed (${received.detail})`;
  }
}
