/**
 * Checks of a message whose layout was found valid: then only its values can be wrong. Most of them the kernel looks at (see kernel/check.ts);
 * what it does not know is checked here, field by field.
 */
import { Format, hasFormat } from './field-types.js';
import type { FixMessage } from './message.js';
import { addressOfBlock } from './kernel/blocks.js';
import { Kind } from './kernel/check.js';
import { check, heap, heapWords } from './kernel/kernel.js';
import type { MessageLayout } from './kernel/layouts.js';
import { Checks, CHECKS_COUNT, Place } from './kernel/memory.js';
import type { ValueSet } from './value-set.js';
import { ByteViews } from './words.js';

/** What a value must be. */
export interface ValueRule {
  readonly mayBeEmpty: boolean;
  /** A Format; 0 when any value will do. */
  readonly format: number;
  readonly values: ValueSet | undefined;
  /** The field holds several of the values, separated by spaces. */
  readonly isMultiple: boolean;
  /** How many entries the group has that the field counts; undefined when it counts none. */
  readonly entries?: number;
}

const kinds = new Map<number, number>([
  [Format.any, Kind.some],
  [Format.char, Kind.character],
  [Format.boolean, Kind.character],
  [Format.integer, Kind.integer],
  [Format.natural, Kind.natural],
  [Format.decimal, Kind.decimal],
  [Format.utcTimestamp, Kind.timestamp],
]);

const CHARACTERS = 128;
const everyCharacter = Uint8Array.from({ length: CHARACTERS }, (_, code) => code);
const everyCharacterViews = new ByteViews().of(everyCharacter);

/** Of one layout, for one way of validating. */
export class ValueChecks {
  private readonly rest: readonly { readonly field: number; readonly rule: ValueRule }[];

  /** @param address of Checks.bytes in the heap */
  constructor(
    readonly layout: MessageLayout,
    rules: readonly ValueRule[],
    private readonly address: number,
  ) {
    const rest: { field: number; rule: ValueRule }[] = [];
    heap.fill(0, address, address + Checks.bytes);
    rules.forEach((rule, field) => {
      const entry = address + field * Checks.entryBytes;
      const kind = kindOf(rule);
      heapWords[(entry + Checks.kindOffset) / 4] = kind ?? Kind.nothing;
      if (kind === undefined) rest.push({ field, rule });
      if (kind !== Kind.character) return;
      for (const code of everyCharacter) {
        if (!isCharacterRight(rule, code)) continue;
        const at = entry + Checks.bitsOffset + (code >>> 3);
        heap[at] = heap[at]! | (1 << (code & 7));
      }
    });
    this.rest = rest;
  }

  /** Whether all values are right. False may also mean that they must be looked at more closely. */
  pass(message: FixMessage, block: number, shift: number): boolean {
    if (check(addressOfBlock(block), this.address, this.layout.count, shift) === 0) return false;
    for (const { field, rule } of this.rest) if (!isRight(rule, message, field)) return false;
    return true;
  }
}

/** The Kind that is the rule; undefined when the kernel has none. */
function kindOf({ mayBeEmpty, format, values, isMultiple, entries }: ValueRule): number | undefined {
  if (entries !== undefined || (values !== undefined && (isMultiple || !values.isOfCharacters))) return undefined;
  if (values !== undefined) return Kind.character;
  return format === Format.any && mayBeEmpty ? Kind.nothing : kinds.get(format);
}

function isCharacterRight({ format, values }: ValueRule, code: number): boolean {
  return (
    hasFormat(format, everyCharacter, everyCharacterViews, code, code + 1) &&
    (values === undefined || values.has(everyCharacter, code, code + 1))
  );
}

function isRight(rule: ValueRule, message: FixMessage, field: number): boolean {
  const { bytes } = message;
  const start = message.valueStartAt(field);
  const end = message.valueEndAt(field);
  const { format, values, isMultiple, entries } = rule;
  if (start === end) return rule.mayBeEmpty && (entries ?? 0) === 0;
  if (entries !== undefined && message.intAt(field) !== entries) return false;
  if (format !== Format.any && !hasFormat(format, bytes, message.byteViews, start, end)) return false;
  return values === undefined || (isMultiple ? values.hasAll(bytes, start, end) : values.has(bytes, start, end));
}

/** Places in the heap for checks: taken one after the other, all of them anew when there is none left. */
let taken = 0;
/** Of which round what was taken is. */
let round = 0;

/** Checks for one way of validating, by layout. */
export class LearntChecks {
  private readonly byNumber: (ValueChecks | undefined)[] = [];
  private round = -1;

  /** Undefined when there are none. */
  of(layout: MessageLayout): ValueChecks | undefined {
    const found = this.byNumber[layout.number];
    return found !== undefined && found.layout === layout && this.round === round ? found : undefined;
  }

  learn(layout: MessageLayout, rules: readonly ValueRule[]): void {
    if (taken === CHECKS_COUNT) {
      taken = 0;
      round++;
    }
    if (this.round !== round) {
      this.byNumber.length = 0;
      this.round = round;
    }
    this.byNumber[layout.number] = new ValueChecks(layout, rules, Place.checks + taken++ * Checks.bytes);
  }
}
