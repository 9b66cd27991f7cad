/** Logging on, both sides: who may, with which numbers, and what is missing on each side. */
import { CrossfeedError } from '../../core/errors.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { SessionCore } from './core.js';
import type { StateName } from './states.js';

export class LogonExchange {
  /** Our Logon asked for a reset: the answer need not ask again. */
  private askedReset = false;
  /** The reset was asked for while logged on: what the counterparty sent before it knew is still on its way. */
  private isMidSession = false;
  private heartBtIntS: number;
  /** Of our Logon on this connection. */
  private logonNumber = 0;

  constructor(private readonly core: SessionCore) {
    this.heartBtIntS = core.config.heartBtIntS;
  }

  /** The initiator's first message on a connection. */
  begin(): StateName {
    const { core } = this;
    const { resetOnLogon } = core.config;
    const { isResetOpen, nextOutgoing, nextIncoming } = core.store;
    if (resetOnLogon && nextOutgoing + nextIncoming > 2) core.resetNumbers('logonReset');
    // Whether the counterparty ever heard of it is not known: so once more, until it answers.
    else if (isResetOpen && nextOutgoing > 1) core.resetNumbers('resetRequested');
    this.heartBtIntS = core.config.heartBtIntS;
    this.isMidSession = false;
    return this.send(resetOnLogon || isResetOpen);
  }

  /** A Logon with ResetSeqNumFlag in the middle of a session. */
  beginReset(): StateName {
    this.core.resetNumbers('resetRequested');
    this.isMidSession = true;
    return this.send(true);
  }

  /** Something else than an answer to our Logon. */
  interrupted(message: FixMessage): StateName {
    const { core } = this;
    if (!this.isMidSession) return core.breach('a message before the Logon was answered');
    // It carries a number of the run that we have just ended: it can neither be taken nor asked for again.
    const number = message.int(34);
    if (number >= 1) core.notDelivered('incoming', number, number, 'reset');
    return 'logonSent';
  }

  /** The acceptor's answer to a Logon. */
  accept(message: FixMessage): StateName {
    const { core } = this;
    const { config, store } = core;
    const asksReset = message.flag(141);
    const refusal = this.fault(message);
    if (refusal !== undefined) return this.refuseSilently(refusal);
    const { heartBtIntRangeS } = config;
    const heartBtIntS = message.int(108);
    const isInRange = heartBtIntS >= heartBtIntRangeS[0] && heartBtIntS <= heartBtIntRangeS[1];
    if (heartBtIntS !== 0 && !isInRange) {
      return this.refuse(`HeartBtInt must be ${heartBtIntRangeS[0]} to ${heartBtIntRangeS[1]} seconds`);
    }
    if (asksReset && !config.allowResetByCounterparty)
      return this.refuse('ResetSeqNumFlag is not allowed on this session');
    // Whoever has not been let in must not be able to reset anything.
    const text = this.refusalOf(message);
    if (text !== undefined) return this.refuse(text);
    this.heartBtIntS = heartBtIntS;
    const isStartingOver = asksReset || config.resetOnLogon || message.int(34) === 1;
    if (store.isResetOpen && !isStartingOver && core.version >= 41) {
      // It goes on with the numbers that we have given up: it has to start over with us before anything else.
      core.resetNumbers('resetRequested');
      return this.send(true);
    }
    if ((config.resetOnLogon || asksReset) && store.nextOutgoing + store.nextIncoming > 2)
      core.resetNumbers('logonReset');
    return this.finish(message, true, asksReset);
  }

  /** The answer to our Logon. */
  complete(message: FixMessage): StateName {
    const { core } = this;
    const { config, store } = core;
    const refusal = this.fault(message);
    if (refusal !== undefined) return this.refuseSilently(refusal);
    const text = this.refusalOf(message);
    if (text !== undefined) return this.refuse(text);
    const heartBtIntS = message.int(108);
    if (heartBtIntS > 0) this.heartBtIntS = heartBtIntS;
    if (!message.flag(141) || this.askedReset) return this.finish(message, false, false);
    // The counterparty starts over, and wants the same of us.
    if (!config.allowResetByCounterparty) return this.refuse('ResetSeqNumFlag is not allowed on this session');
    if (store.nextOutgoing + store.nextIncoming > 2) core.resetNumbers('logonReset');
    return this.finish(message, true, true);
  }

  /** Our Logon was answered with a Logout or a Reject. */
  refused(message: FixMessage): StateName {
    const { core } = this;
    const text = core.wordsOf(message);
    if (message.int(34) === core.store.nextIncoming) core.store.saveIncoming(message.bytes, message.end, message.end);
    core.wasLost = false;
    core.emit({ type: 'logonRefused', by: 'counterparty', text });
    return core.close('now', `the counterparty refused the Logon${text === '' ? '' : `: ${text}`}`);
  }

  /** Numbers, our answer where one is due, and what is missing on either side. */
  private finish(message: FixMessage, answers: boolean, asksReset: boolean): StateName {
    const { core } = this;
    const { store } = core;
    const nowMs = core.nowMs();
    const number = message.int(34);
    const expected = store.nextIncoming;
    if (number < expected) {
      return this.refuse(`MsgSeqNum too low, expecting ${expected} but received ${number}`);
    }
    // What the counterparty expected before it sent this, if it says so: our Logon that answers comes on top.
    const isTold = core.config.nextExpectedMsgSeqNum && message.has(789);
    const theirNext = isTold ? message.int(789) : NaN;
    const ourNext = store.nextOutgoing;
    if (isTold && !(theirNext >= 1 && theirNext <= ourNext)) {
      return this.refuse(
        `NextExpectedMsgSeqNum too high, expecting at most ${ourNext} but received ${String(message.string(789))}`,
      );
    }
    if (number === expected) {
      store.saveIncoming(message.bytes, message.end, message.end);
    } else {
      core.detectGap(number - 1);
      core.held.keepDone(number);
    }
    if (answers) this.send(asksReset);
    this.askedReset = false;
    this.isMidSession = false;
    core.liveness.start(this.heartBtIntS, nowMs);
    if (isTold) {
      core.confirm(theirNext - 1);
      // What was stored after our Logon comes by itself.
      const last = answers ? ourNext - 1 : Math.min(ourNext - 1, this.logonNumber);
      if (theirNext <= last) core.replay.start(theirNext, last);
    }
    if (core.gap.isOpen) {
      if (isTold) core.gap.await(nowMs);
      else core.requestResend(nowMs);
    }
    core.sender.sendStored(this.logonNumber + 1);
    if (core.replay.isRunning) core.replay.run();
    core.counters.logons++;
    core.reason = 'logged on';
    return core.gap.isOpen || core.wasLost ? 'recovering' : 'active';
  }

  /** Why a Logon cannot be taken at all, undefined when it can. */
  private fault(message: FixMessage): string | undefined {
    const { core } = this;
    if (core.version === 50 && !core.useApplVerId(message.string(1137))) {
      return `DefaultApplVerID ${String(message.string(1137))} is not supported`;
    }
    if (core.validate(message) !== 0) return `the Logon is not valid: ${core.lastValidator?.text ?? ''}`;
    if (!(message.int(34) >= 1)) return 'the Logon has no MsgSeqNum';
    if (message.flag(141) && message.int(34) !== 1) return 'ResetSeqNumFlag with a MsgSeqNum other than 1';
    return core.inbound.headerFault(message)?.text;
  }

  private send(reset: boolean): StateName {
    const { core } = this;
    const { config, store, sender } = core;
    const number = store.nextOutgoing;
    const encoder = sender.beginAdmin('A');
    encoder.int(98, 0);
    encoder.int(108, this.heartBtIntS);
    if (reset && core.version >= 41) encoder.flag(141, true);
    if (config.nextExpectedMsgSeqNum && core.version >= 44) encoder.int(789, store.nextIncoming);
    if (core.version === 50 && config.defaultApplVerId !== undefined) encoder.string(1137, config.defaultApplVerId);
    try {
      core.application.decorateLogon?.(core.session, encoder, number, sender.headerEpochMs);
    } catch (error) {
      // A secret that cannot be read, a key that signs nothing: it may be there at the next attempt. Other errors' words may quote it.
      return this.refuseSilently(
        `no Logon can be made: ${error instanceof CrossfeedError ? error.message : 'a fault'}`,
      );
    }
    sender.sendAdmin();
    this.logonNumber = number;
    this.askedReset = reset;
    core.stateDeadlineMs = core.nowMs() + config.logonTimeoutMs;
    core.reason = 'Logon sent';
    return 'logonSent';
  }

  /** The application's word; what it cannot check, such as a password whose file is gone, is refused. */
  private refusalOf(message: FixMessage): string | undefined {
    const { application, session } = this.core;
    try {
      return application.onLogonRequest?.(session, message);
    } catch {
      return 'the Logon cannot be checked now';
    }
  }

  private refuse(text: string): StateName {
    this.core.wasLost = false;
    this.core.emit({ type: 'logonRefused', by: 'us', text });
    return this.core.logOutNow(text);
  }

  private refuseSilently(text: string): StateName {
    this.core.emit({ type: 'logonRefused', by: 'us', text });
    return this.core.close('now', text);
  }
}
