/** What a command does, in the words of the audit trail; undefined for one that only looks. */
import type { OrderCommand } from '../../core/order-api/protocol.js';
import type { KillSwitchView, OrderJson } from '../../core/order-api/order-json.js';

export interface CommandFact {
  readonly subject: string;
  readonly detail: string;
}

export function factOf(command: OrderCommand): CommandFact | undefined {
  switch (command.op) {
    case 'submit':
      return { subject: command.order.clOrdId, detail: orderText(command.order) };
    case 'replace':
      return { subject: String(command.orderId), detail: JSON.stringify(command.replace) };
    case 'cancel':
      return { subject: String(command.orderId), detail: '' };
    case 'setLimit': {
      const { scope, id, name, change } = command;
      const subject = id === '' ? `${scope}/${name}` : `${scope}/${id}/${name}`;
      return { subject, detail: `${change.value ?? 'none'}: ${change.reason}` };
    }
    case 'killSwitch': {
      const { scope, id = '', action, reason } = command.killSwitch;
      return { subject: id === '' ? scope : `${scope} ${id}`, detail: `${action}: ${reason}` };
    }
    case 'setFallback': {
      const { on, reason } = command.fallback;
      return { subject: 'routing', detail: `fallback ${on ? 'on' : 'off'}: ${reason}` };
    }
    case 'setRule': {
      const { market, rule, change } = command;
      const to = change.on === null ? 'by date' : change.on ? 'on' : 'off';
      return { subject: `${market} ${rule}`, detail: `${to}: ${change.reason}` };
    }
    case 'failover': {
      const { to, reason } = command.failover;
      return { subject: command.feed, detail: to === undefined ? reason : `to ${to}: ${reason}` };
    }
    case 'logonSession':
    case 'logoutSession':
      return { subject: command.session, detail: command.reason.reason };
    case 'resetSession': {
      const { nextOut, nextIn, reason } = command.reset;
      const numbers = [
        ...(nextOut === undefined ? [] : [`next out ${nextOut}`]),
        ...(nextIn === undefined ? [] : [`next in ${nextIn}`]),
      ];
      return { subject: command.session, detail: [...numbers, reason].join(': ') };
    }
    case 'acknowledgeAlert':
    case 'escalateAlert':
      return { subject: command.alert, detail: command.reason.reason };
    case 'silenceAlert':
      return { subject: command.alert, detail: `${command.silence.minutes} min: ${command.silence.reason}` };
    case 'writeRegister': {
      const { block, index, register, write } = command;
      return { subject: `${block}[${index}].${register}`, detail: `${write.value}: ${write.reason}` };
    }
    // Never the password.
    case 'login':
      return { subject: command.login.name, detail: '' };
    case 'logout':
      return { subject: '', detail: '' };
    default:
      return undefined;
  }
}

function orderText({ side, quantity, symbol, type, price, timeInForce = 'day' }: OrderJson): string {
  return [side, quantity, symbol, type, price ?? '', timeInForce].filter((word) => word !== '').join(' ');
}

/** What a command's answer says, in the words of the audit trail: what a kill switch cancelled, and when the last cancel leaves; '' of most. */
export function resultOf(command: OrderCommand, body: unknown): string {
  if (command.op !== 'killSwitch') return '';
  const { canceled } = body as KillSwitchView;
  if (canceled === undefined) return '';
  const venues = (canceled.wire ?? []).map(({ venue, orders, massCancel, withinMs }) => {
    const when = withinMs === null ? 'when it is back' : `within ${withinMs} ms`;
    return `${venue} ${orders} ${massCancel ? 'by mass cancel' : when}`;
  });
  return [`${canceled.orders} orders`, ...venues].join(', ');
}
