/** The kernel's two functions: blocks of messages to records, sixteen bytes at a time. */
import {
  block,
  define,
  i32,
  i32x4,
  i64,
  i64x2,
  i8x16,
  loop,
  push,
  v128,
  type Code,
  type Label,
  type Local,
  type Operand,
  type WasmFunction,
} from '../../../protocols/web-assembly/assembler.js';
import { SLOT_BYTES } from '../../../core/generated/records.js';
import { itch50, pairOf, pitch2, type KernelProtocol } from './entries.js';
import { Call, Entry, Place } from './memory.js';

/** The lower 48 bits. */
const TIME_MASK = 0xffff_ffff_ffffn;
const PITCH_TIME_AT = 2;
const TIME_AT = 16;

interface Locals {
  readonly at: Local;
  readonly next: Local;
  readonly message: Local;
  readonly entry: Local;
}

/**
 * Leaves when the message is not for the kernel. Behind the end of the input may stand anything: a message that seems to begin there cannot
 * end before it.
 */
type Look = (locals: Locals, leave: Label) => Code[];

/** A block of MoldUDP64: the length as two bytes, of which the first is 0 in all that are known, and the message. */
const lookAtBlock: Look = ({ at, next, message, entry }, leave) => [
  next.set(i32.load16_u(at)),
  entry.set(i32.shl(i32.load8_u(at, 2), Math.log2(Entry.bytes))),
  leave.if(i32.ne(i32.load(entry, Place.itch50 + Entry.length), next)),
  message.set(i32.add(at, 2)),
  next.set(i32.add(message, i32.shr_u(next, 8))),
];

/** A message of PITCH: its length as one byte, its type. */
const lookAtMessage: Look = ({ at, next, message, entry }, leave) => [
  next.set(i32.load8_u(at)),
  entry.set(i32.shl(i32.load8_u(at, 1), Math.log2(Entry.bytes))),
  leave.if(i32.ne(i32.load(entry, Place.pitch2 + Entry.length), next)),
  message.set(at),
  next.set(i32.add(at, next)),
];

/**
 * NAME(at, end, slot, slotsEnd): decodes messages from `at` on into records from the place `slot` on, up to `slotsEnd`. Stops at the first message
 * that it leaves to others, or that is not whole before `end`; answers how many bytes it has written.
 */
function decoder(protocol: KernelProtocol, table: number, lookAt: Look): WasmFunction {
  const isPitch = protocol === pitch2;
  return define(protocol.name, 4, (args, local) => {
    const [at, end, slot, slotsEnd] = args as [Local, Local, Local, Local];
    const first = local('i32');
    const next = local('i32');
    const message = local('i32');
    const entry = local('i32');
    const clock = local('i64');
    const ingressTop = local('i64');
    const head = local('v128');
    const step = local('v128');
    const ingress = local('v128');
    const lap = local('v128');
    const texts = protocol.stretches.map(() => local('v128'));

    /** Sixteen bytes of a record, put together from the stretches. */
    const part = (number: number, ...more: Operand[]): Code =>
      [
        ...protocol.sources[number]!.map((stretch) =>
          i8x16.swizzle(
            texts[stretch]!,
            v128.load(entry, table + Entry.places + 16 * pairOf(protocol, number, stretch)),
          ),
        ),
        ...more.map(push),
      ].reduce((sum, each) => v128.or(sum, each));
    const constant = (at: number): Code => v128.load(entry, table + at);
    /** Both the time of day and the upper bits of the ingress. */
    const pitchTime = i64.store(
      slot,
      i64.or(i64.and(i64.add(clock, i64.extend_i32_u(i32.load(message, PITCH_TIME_AT))), TIME_MASK), ingressTop),
      TIME_AT,
    );

    return [
      head.set(v128.load(Place.call, Call.head)),
      step.set(v128.load(Place.call, Call.step)),
      ingress.set(v128.load(Place.call, Call.ingress)),
      ingressTop.set(i64.load(Place.call, Call.ingress)),
      lap.set(v128.load(Place.call, Call.lap)),
      clock.set(i64.load(Place.call, Call.clock)),
      first.set(slot),
      block((done) => [
        done.if(i32.ge_u(slot, slotsEnd)),
        loop((again) => [
          ...lookAt({ at, next, message, entry }, done),
          done.if(i32.gt_u(next, end)),
          ...protocol.stretches.map((from, i) => texts[i]!.set(v128.load(message, from))),
          v128.store(slot, isPitch ? part(0, head, constant(Entry.head)) : part(0, head)),
          head.set(i64x2.add(head, step)),
          v128.store(slot, part(1, ingress), 16),
          ...(isPitch ? [pitchTime] : []),
          v128.store(slot, isPitch ? part(2, constant(Entry.fill)) : part(2), 32),
          v128.store(slot, v128.or(isPitch ? i32x4.mul(part(3), constant(Entry.factors)) : part(3), lap), 48),
          slot.set(i32.add(slot, SLOT_BYTES)),
          at.set(next),
          again.if(i32.ne(slot, slotsEnd)),
        ]),
      ]),
      i32.store(Place.call, at, Call.next),
      i32.sub(slot, first),
    ];
  });
}

export const functions: readonly WasmFunction[] = [
  decoder(itch50, Place.itch50, lookAtBlock),
  decoder(pitch2, Place.pitch2, lookAtMessage),
];
