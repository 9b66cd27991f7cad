/**
 * Checks a parsed message against its dictionary. What comes first when several things are wrong is as in QuickFIX: the order of header,
 * body and trailer; MsgType; required fields; then field by field twice, empty, format, value, tag, group.
 */
import type { Dictionary } from './dictionary.js';
import { Format, hasFormat } from './field-types.js';
import { framed } from './kernel/blocks.js';
import type { FixMessage } from './message.js';
import { RejectReason, rejectReasonText } from './reject-reason.js';
import {
  formatOfInfo,
  isGroup,
  isMultiple,
  planFor,
  positionOf,
  requiredOf,
  sectionOf,
  type Level,
  type ValidationPlan,
} from './validation-plan.js';
import type { LearntChecks, ValueRule } from './value-checks.js';
import type { ValueSet } from './value-set.js';

/** The first tag that is nobody's but its users'. */
const USER_DEFINED = 5000;
const NONE = -1;
/** Levels that lie in one another: as deep as a dictionary may be. */
const MAX_DEPTH = 40;

/** Switches; their names in QuickFIX stand in brackets where it has them. */
export interface ValidationOptions {
  /** Required fields of header, body, group entries and trailer are there (373=1). */
  readonly requiredFields: boolean;
  /** Header, body and trailer stand in that order (373=14). [ValidateFieldsOutOfOrder] */
  readonly fieldOrder: boolean;
  /** Fields of a group's entry stand in the dictionary's order, the first one first (373=15). [ValidateUnorderedGroupFields] */
  readonly groupOrder: boolean;
  /** Values are among those that the dictionary lists, where it lists any (373=5). */
  readonly enums: boolean;
  /** Values have the format of their type (373=6). */
  readonly types: boolean;
  /** Tags are known (373=0 for one that the dictionary has nowhere) and belong to this message (373=2). [AllowUnknownMsgFields=N] */
  readonly unknownTags: boolean;
  /** No tag is without a value (373=4). An empty value that is allowed has no format to be checked. [ValidateFieldsHaveValues] */
  readonly emptyValues: boolean;
  /** Tags from 5000 up must be known as all others. [ValidateUserDefinedFields] */
  readonly userDefined: boolean;
  /** No tag comes twice outside of groups (373=13). */
  readonly duplicateTags: boolean;
  /** MsgType is one of the dictionary's (373=11). */
  readonly unknownMessages: boolean;
}

export const strictValidation: ValidationOptions = {
  requiredFields: true,
  fieldOrder: true,
  groupOrder: true,
  enums: true,
  types: true,
  unknownTags: true,
  emptyValues: true,
  userDefined: true,
  duplicateTags: true,
  unknownMessages: true,
};

export class Validator {
  private readonly plan: ValidationPlan;
  private readonly checks: LearntChecks;
  /** Of each field, while they are learnt. */
  private rules: ValueRule[] | undefined;
  private reason = NONE;
  private tag = 0;
  private tagKnown = false;
  /** The first field out of its section, the first required one that is missing, the first other fault; NONE when there is none. */
  private disorderedTag = NONE;
  private missingTag = NONE;
  private faultReason = NONE;
  private faultTag = 0;
  private msgType = 0;
  /** The levels that enclose the one being walked, for tags that none of them knows. */
  private readonly enclosing = new Array<Level | undefined>(MAX_DEPTH);
  private depth = 0;

  /**
   * @param session the dictionary of header, trailer and administrative messages
   * @param application of all other messages: the same one before FIXT 1.1
   */
  constructor(
    readonly session: Dictionary,
    readonly application: Dictionary,
    readonly options: ValidationOptions = strictValidation,
  ) {
    this.plan = planFor(session, application);
    this.checks = this.plan.checksFor(options);
  }

  /** RefTagID (371) of the last refusal, 0 when none; tag 0 itself can be wrong, then `hasRefTagId` says so. Can be negative. */
  get refTagId(): number {
    return this.tag;
  }
  get hasRefTagId(): boolean {
    return this.tagKnown;
  }

  /** For Text (58) of the last refusal: names the tag and what was wrong. */
  get text(): string {
    if (this.reason === NONE) return '';
    const words = rejectReasonText(this.reason);
    if (!this.tagKnown) return words;
    const name = (this.plan.ownerOf(this.msgType).field(this.tag) ?? this.session.field(this.tag))?.name;
    return `${words}: ${this.tag}${name === undefined ? '' : ` (${name})`}`;
  }

  /** 0 = fine; otherwise SessionRejectReason (373) + 1. Never throws, allocates nothing once it has seen a message of each type. */
  validate(message: FixMessage): number {
    if (this.isLikeAnother(message)) return this.accept();
    const { options, plan } = this;
    this.disorderedTag = this.missingTag = this.faultReason = NONE;
    this.msgType = message.msgType;
    const known = plan.message(message.msgType);
    this.walk(message, known ?? plan.unknownMessage);
    if (options.fieldOrder && this.disorderedTag !== NONE)
      return this.refuse(RejectReason.tagOutOfOrder, this.disorderedTag);
    if (known === undefined && options.unknownMessages) return this.refuse(RejectReason.invalidMsgType, NONE);
    if (options.requiredFields && this.missingTag !== NONE) {
      return this.refuse(RejectReason.requiredTagMissing, this.missingTag);
    }
    if (this.faultReason !== NONE) return this.refuseField();
    this.learn(message);
    return this.accept();
  }

  /** Whether it has the tags of a message that was valid, and its values are plainly right. */
  private isLikeAnother(message: FixMessage): boolean {
    const { layout } = message;
    if (layout === undefined || !message.isInHeap) return false;
    const checks = this.checks.of(layout);
    return checks !== undefined && checks.pass(message, message.block, framed.shift);
  }

  /** Goes over a valid message once more, to keep what its fields must be. */
  private learn(message: FixMessage): void {
    const { layout } = message;
    if (layout === undefined || this.checks.of(layout) !== undefined) return;
    this.rules = [];
    this.walk(message, this.plan.message(message.msgType) ?? this.plan.unknownMessage);
    this.checks.learn(layout, this.rules);
    this.rules = undefined;
  }

  private accept(): number {
    this.reason = NONE;
    this.tag = 0;
    this.tagKnown = false;
    return 0;
  }

  private refuse(reason: number, tag: number): number {
    this.reason = reason;
    this.tagKnown = tag !== NONE;
    this.tag = this.tagKnown ? tag : 0;
    return reason + 1;
  }

  private refuseField(): number {
    this.reason = this.faultReason;
    this.tag = this.faultTag;
    this.tagKnown = true;
    return this.faultReason + 1;
  }

  private fault(reason: number, tag: number): void {
    if (this.faultReason !== NONE) return;
    this.faultReason = reason;
    this.faultTag = tag;
  }

  private walk(message: FixMessage, level: Level): void {
    const number = this.plan.nextNumber();
    const { tags, seen, values, groups, required } = level;
    const { duplicateTags } = this.options;
    const { fieldCount } = message;
    let section = 0;
    let requiredSeen = 0;
    this.depth = 0;
    for (let i = 0; i < fieldCount;) {
      const tag = message.tagAt(i);
      const info = tags.get(tag);
      const own = sectionOf(info);
      if (own > section) section = own;
      else if (own < section && this.disorderedTag === NONE) this.disorderedTag = tag;
      if (info === 0) {
        this.strayField(message, i, tag, level);
        i++;
        continue;
      }
      const position = positionOf(info);
      if (seen[position]! !== number) {
        seen[position] = number;
        requiredSeen += requiredOf(info);
      } else if (duplicateTags) this.fault(RejectReason.tagAppearsMoreThanOnce, tag);
      this.checkValue(message, i, tag, info, values[position]);
      i = isGroup(info) ? this.entries(message, i, level, groups[position]!) : i + 1;
    }
    if (requiredSeen !== required.length) this.missing(level, number);
  }

  /** The entries of the group whose count is field `count`; returns the index behind them. */
  private entries(message: FixMessage, count: number, outer: Level, level: Level): number {
    const { fieldCount } = message;
    const { firstTag, tags } = level;
    const soundSoFar = this.faultReason === NONE;
    const countTag = message.tagAt(count);
    let entries = 0;
    let i = count + 1;
    this.enclosing[this.depth++] = outer;
    while (i < fieldCount) {
      const tag = message.tagAt(i);
      if (tag !== firstTag) {
        if (tags.get(tag) === 0) break;
        if (this.options.groupOrder) this.fault(RejectReason.groupFieldsOutOfOrder, tag);
      }
      entries++;
      i = this.entry(message, i, level);
    }
    this.depth--;
    // The count stands before the entries, so a wrong one goes before wrong values in them; not before a wrong order, which is why
    // entries cannot be told apart. An empty count that is allowed counts nothing.
    const announced = message.intAt(count);
    if (this.rules !== undefined) this.rules[count] = { ...this.rules[count]!, entries };
    if (announced === entries || (Number.isNaN(announced) && entries === 0)) return i;
    if (soundSoFar && this.faultReason !== RejectReason.groupFieldsOutOfOrder) {
      this.faultReason = RejectReason.incorrectGroupCount;
      this.faultTag = countTag;
    }
    return i;
  }

  /** One entry; returns the index behind it, which is above `first`. */
  private entry(message: FixMessage, first: number, level: Level): number {
    const number = this.plan.nextNumber();
    const { tags, seen, values, groups, firstTag, required } = level;
    const { groupOrder } = this.options;
    const { fieldCount } = message;
    let lastPosition = -1;
    let requiredSeen = 0;
    let i = first;
    while (i < fieldCount) {
      const tag = message.tagAt(i);
      if (i > first && tag === firstTag) break;
      const info = tags.get(tag);
      if (info === 0) {
        if (!this.isTolerated(tag) || this.isEnclosing(tag)) break;
        this.strayField(message, i, tag, level);
        i++;
        continue;
      }
      const position = positionOf(info);
      if (seen[position]! === number) {
        // Without an order, what comes again begins the next entry.
        if (!groupOrder) break;
        this.fault(RejectReason.tagAppearsMoreThanOnce, tag);
      } else {
        seen[position] = number;
        requiredSeen += requiredOf(info);
        if (groupOrder && position < lastPosition) this.fault(RejectReason.groupFieldsOutOfOrder, tag);
        lastPosition = position;
      }
      this.checkValue(message, i, tag, info, values[position]);
      i = isGroup(info) ? this.entries(message, i, level, groups[position]!) : i + 1;
    }
    if (requiredSeen !== required.length) this.missing(level, number);
    return i;
  }

  private missing(level: Level, number: number): void {
    if (this.missingTag !== NONE) return;
    for (const position of level.required) {
      if (level.seen[position]! === number) continue;
      this.missingTag = level.tagAt[position]!;
      return;
    }
  }

  private checkValue(message: FixMessage, i: number, tag: number, info: number, values: ValueSet | undefined): void {
    const { options } = this;
    this.rules?.push({
      mayBeEmpty: !options.emptyValues,
      format: options.types ? formatOfInfo(info) : Format.any,
      values: options.enums ? values : undefined,
      isMultiple: isMultiple(info),
    });
    const start = message.valueStartAt(i);
    const end = message.valueEndAt(i);
    if (start === end) {
      if (options.emptyValues) this.fault(RejectReason.tagWithoutValue, tag);
      return;
    }
    const format = formatOfInfo(info);
    const { bytes } = message;
    if (format !== 0 && options.types && !hasFormat(format, bytes, message.byteViews, start, end)) {
      this.fault(RejectReason.incorrectDataFormat, tag);
    }
    if (values === undefined || !options.enums) return;
    const listed = isMultiple(info) ? values.hasAll(bytes, start, end) : values.has(bytes, start, end);
    if (!listed) this.fault(RejectReason.valueIncorrect, tag);
  }

  /** A field that its message or entry does not have. */
  private strayField(message: FixMessage, i: number, tag: number, level: Level): void {
    const { tags, values } = this.plan.fieldsOf(this.msgType);
    const info = tags.get(tag);
    this.checkValue(message, i, tag, info, info === 0 ? undefined : values[positionOf(info)]);
    if (this.isTolerated(tag)) return;
    if (info === 0) this.fault(RejectReason.invalidTagNumber, tag);
    else if (level !== this.plan.unknownMessage) this.fault(RejectReason.tagNotDefinedForMessage, tag);
  }

  /** Whether the tag may stand where it does not belong. */
  private isTolerated(tag: number): boolean {
    const { options } = this;
    return !options.unknownTags || (tag >= USER_DEFINED && !options.userDefined);
  }

  private isEnclosing(tag: number): boolean {
    for (let i = 0; i < this.depth; i++) if (this.enclosing[i]!.tags.get(tag) !== 0) return true;
    return false;
  }
}
