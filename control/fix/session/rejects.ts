/** Rejects (3) and Business Message Rejects (j), in the dialect of each version. */
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { BusinessReject } from './application.js';
import { versionOf, type SessionConfig } from './config.js';
import type { Sender } from './sender.js';

/** SessionRejectReason (373). */
export const RejectReason = {
  requiredTagMissing: 1,
  valueIncorrect: 5,
  incorrectFormat: 6,
  compIdProblem: 9,
  sendingTimeAccuracy: 10,
  invalidMsgType: 11,
} as const;

/**
 * Where a message came by way of others, its answer goes back the same way: OnBehalfOf becomes DeliverTo, and the reverse. The
 * last two (locations) came with FIX 4.1.
 */
const REVERSE_ROUTE: readonly (readonly [from: number, to: number])[] = [
  [115, 128],
  [128, 115],
  [116, 129],
  [129, 116],
  [144, 145],
  [145, 144],
];

export class Rejects {
  private readonly version: number;
  private readonly route: typeof REVERSE_ROUTE;

  constructor(
    private readonly config: SessionConfig,
    private readonly sender: Sender,
  ) {
    this.version = versionOf(config.beginString);
    this.route = this.version >= 41 ? REVERSE_ROUTE : REVERSE_ROUTE.slice(0, 4);
  }

  /** @param refTagId undefined when no single tag is to blame */
  session(message: FixMessage, reason: number, refTagId: number | undefined, text: string): void {
    const encoder = this.sender.beginAdmin('3');
    this.reverseRoute(encoder, message);
    encoder.int(45, refSeqNum(message));
    if (this.version >= 42) {
      if (refTagId !== undefined) encoder.int(371, refTagId);
      refMsgType(encoder, message);
      // FIX 4.2 knows the reasons up to 11.
      if (this.version > 42 || reason <= RejectReason.invalidMsgType) encoder.int(373, reason);
    }
    encoder.string(58, text);
    this.sender.sendAdmin();
  }

  /** An application message: stored and sent again like every other. */
  business(message: FixMessage, { reason, text, refId }: BusinessReject): void {
    if (this.version < 42) {
      this.session(message, RejectReason.invalidMsgType, undefined, text);
      return;
    }
    const encoder = this.sender.begin('j');
    this.reverseRoute(encoder, message);
    encoder.int(45, refSeqNum(message));
    refMsgType(encoder, message);
    if (refId !== undefined) encoder.string(379, refId);
    encoder.int(380, reason);
    encoder.string(58, text);
    const { applVerIdInBusinessReject, defaultApplVerId } = this.config;
    if (applVerIdInBusinessReject && defaultApplVerId !== undefined) encoder.string(1137, defaultApplVerId);
    this.sender.sendApplication(true);
  }

  private reverseRoute(encoder: FixEncoder, message: FixMessage): void {
    for (const [from, to] of this.route) copy(encoder, message, from, to);
  }
}

function refMsgType(encoder: FixEncoder, message: FixMessage): void {
  copy(encoder, message, 35, 372);
}

function copy(encoder: FixEncoder, message: FixMessage, from: number, to: number): void {
  const at = message.find(from);
  if (at < 0 || message.valueEndAt(at) === message.valueStartAt(at)) return;
  encoder.field(to, message.bytes, message.valueStartAt(at), message.valueEndAt(at));
}

/** A message may be refused for a MsgSeqNum that cannot be read: 0 then. */
function refSeqNum(message: FixMessage): number {
  const number = message.int(34);
  return number >= 0 ? number : 0;
}
