/** What operators can ask of the gateway over HTTP: feeds, sessions, alerts, messages and the audit trail. */
import type { CardRegisters } from '../../core/card-registers.js';
import type { SessionMessagesView } from '../../core/order-api/operations-json.js';
import type { OpOf, OrderCommand } from '../../core/order-api/protocol.js';
import type { OperationsControl } from '../../core/operations-control.js';
import type { Denial } from '../../core/order-entry.js';
import type { Clock } from '../../core/world.js';
import type { AuditTrail } from './audit-trail.js';
import { CommandProblem, type CommandProblemCode } from './command-problem.js';
import type { CommandReply } from './commands.js';
import { isoOf } from './order-from-json.js';
import { need, type Principal } from './tokens.js';

export interface OperatorParts {
  readonly clock: Clock;
  /** Absent: there is nothing to operate. */
  readonly operations?: OperationsControl;
  readonly audit?: AuditTrail;
  /** The newest messages of a session, decoded, newest last; undefined for a session that is not known. */
  readonly messages?: (session: string, count: number) => SessionMessagesView | undefined;
}

type OperatorCommand = Exclude<
  OrderCommand,
  {
    op:
      | 'submit'
      | 'replace'
      | 'cancel'
      | 'order'
      | 'orders'
      | 'timeline'
      | 'explain'
      | 'quality'
      | 'limits'
      | 'positions'
      | 'setLimit'
      | 'killSwitch'
      | 'routing'
      | 'setFallback'
      | 'setRule';
  }
>;

const DONE: CommandReply = { status: 200, body: { done: true } };
const MINUTE_MS = 60_000;

export class OperatorCommands {
  constructor(private readonly parts: OperatorParts) {}

  /** Throws CommandProblem. */
  run(principal: Principal, command: OperatorCommand): CommandReply {
    switch (command.op) {
      case 'failover': {
        need(principal, 'operate');
        const { to, reason } = command.failover;
        return done('FAILOVER_REJECTED', this.operations.failover(command.feed, to, { reason, by: principal.name }));
      }
      case 'logonSession':
        need(principal, 'operate');
        return done('SESSION_REJECTED', this.operations.logonSession(command.session, by(principal, command)));
      case 'logoutSession':
        need(principal, 'operate');
        return done('SESSION_REJECTED', this.operations.logoutSession(command.session, by(principal, command)));
      case 'resetSession':
        need(principal, 'administer');
        return this.reset(principal, command);
      case 'acknowledgeAlert':
        need(principal, 'operate');
        return done('ALERT_REJECTED', this.operations.acknowledgeAlert(command.alert, by(principal, command)));
      case 'silenceAlert': {
        need(principal, 'operate');
        const { minutes, reason } = command.silence;
        const untilEpochMs = this.parts.clock.epochMs() + minutes * MINUTE_MS;
        const silence = { reason, by: principal.name, untilEpochMs };
        return done('ALERT_REJECTED', this.operations.silenceAlert(command.alert, silence));
      }
      case 'escalateAlert':
        need(principal, 'operate');
        return done('ALERT_REJECTED', this.operations.escalateAlert(command.alert, by(principal, command)));
      case 'audit':
        need(principal, 'view');
        return { status: 200, body: this.audit(command) };
      case 'sessionMessages':
        need(principal, 'operate');
        return this.messages(command);
      case 'blocks':
        need(principal, 'view');
        return shown(this.card.blocks());
      case 'registers':
        need(principal, 'view');
        return shown(this.card.read(command.block, command.index));
      case 'writeRegister':
        need(principal, 'administer');
        return this.writeRegister(principal, command);
      case 'who':
        return { status: 200, body: whoIs(principal) };
      // Those two are affairs of the socket, which knows the sessions of people.
      case 'login':
      case 'logout':
        throw new CommandProblem('OPERATIONS_UNAVAILABLE', 'People cannot log in here.');
    }
  }

  private reset(principal: Principal, { session, reset }: OpOf<'resetSession'>): CommandReply {
    const { nextOut, nextIn, reason } = reset;
    return done(
      'SESSION_REJECTED',
      this.operations.resetSession(session, {
        reason,
        by: principal.name,
        ...(nextOut === undefined ? {} : { nextOut }),
        ...(nextIn === undefined ? {} : { nextIn }),
      }),
    );
  }

  private writeRegister(
    { name: writer }: Principal,
    { block, index, register, write: { value, reason } }: OpOf<'writeRegister'>,
  ): CommandReply {
    const denial = this.card.write(block, index, register, Number(value), { reason, by: writer });
    return done('REGISTERS_REFUSED', denial);
  }

  private get card(): CardRegisters {
    const { card } = this.operations;
    if (card === undefined) throw new CommandProblem('NO_CARD', 'The registers of the card are not there.');
    return card;
  }

  private messages({ session, count }: OpOf<'sessionMessages'>): CommandReply {
    const { messages } = this.parts;
    if (messages === undefined) throw new CommandProblem('OPERATIONS_UNAVAILABLE', 'This gateway keeps no messages.');
    const found = messages(session, count);
    if (found === undefined) throw new CommandProblem('SESSION_UNKNOWN', `There is no session ${session}.`);
    return { status: 200, body: found };
  }

  private audit({ before, count }: OpOf<'audit'>): unknown {
    const { audit } = this.parts;
    if (audit === undefined) throw new CommandProblem('OPERATIONS_UNAVAILABLE', 'This gateway keeps no audit trail.');
    return audit.view(before, count);
  }

  private get operations(): OperationsControl {
    const { operations } = this.parts;
    if (operations === undefined)
      throw new CommandProblem('OPERATIONS_UNAVAILABLE', 'This gateway has nothing to operate.');
    return operations;
  }
}

export function whoIs({ name, roles, client, expiresEpochMs }: Principal): object {
  return {
    name,
    roles: [...roles],
    client: client?.id ?? null,
    expires: expiresEpochMs === undefined ? null : isoOf(expiresEpochMs),
  };
}

function by(
  { name }: Principal,
  { reason: { reason } }: { readonly reason: { readonly reason: string } },
): {
  reason: string;
  by: string;
} {
  return { reason, by: name };
}

function shown(view: object | Denial): CommandReply {
  if (!('code' in view)) return { status: 200, body: view };
  const { code, text } = view;
  throw new CommandProblem(code === 'NO_CARD' ? 'NO_CARD' : 'REGISTERS_REFUSED', text, { code });
}

function done(code: CommandProblemCode, denial: Denial | undefined): CommandReply {
  if (denial === undefined) return DONE;
  throw new CommandProblem(code, denial.text, denial.code === '' ? {} : { code: denial.code });
}
