/** Dictionaries in the form that the validator walks along: one table look-up tells all there is to know about a tag. */
import type { Dictionary, FieldDefinition, Member } from './dictionary.js';
import { Format, formatOf } from './field-types.js';
import { isAdmin } from './msg-type.js';
import { TagTable } from './tag-table.js';
import { LearntChecks } from './value-checks.js';
import { ValueSet } from './value-set.js';

/** What is known about a tag, in one integer; 0 is an unknown tag. */
const Info = {
  known: 1,
  required: 2,
  group: 4,
  /** The field holds several values, separated by spaces. */
  multiple: 8,
  formatShift: 4,
  formatMask: 15,
  sectionShift: 8,
  sectionMask: 3,
  positionShift: 10,
} as const;

// Read through functions: they and the constants in them are put in their places by the engine, constants of another module are not.

/** 1 for a required member, otherwise 0. */
export function requiredOf(info: number): number {
  return (info & Info.required) >> 1;
}
export function isGroup(info: number): boolean {
  return (info & Info.group) !== 0;
}
export function isMultiple(info: number): boolean {
  return (info & Info.multiple) !== 0;
}
/** A Format; 0 when any value will do. */
export function formatOfInfo(info: number): number {
  return (info >>> Info.formatShift) & Info.formatMask;
}
/** 0 header, 1 body, 2 trailer; what is unknown counts as body. */
export function sectionOf(info: number): number {
  return info === 0 ? Section.body : (info >>> Info.sectionShift) & Info.sectionMask;
}
/** Index in the arrays of a Level or of AllFields. */
export function positionOf(info: number): number {
  return info >>> Info.positionShift;
}

const Section = { header: 0, body: 1, trailer: 2 } as const;

/** A message with its header and trailer, or an entry of a group. */
export interface Level {
  /** Tag → Info. */
  readonly tags: TagTable;
  /** By position: the tag, the values it may have, and the entries that it counts. */
  readonly tagAt: Int32Array;
  readonly values: readonly (ValueSet | undefined)[];
  readonly groups: readonly (Level | undefined)[];
  /** Positions of required members, and how many there are. */
  readonly required: Int32Array;
  /** The tag that begins an entry. */
  readonly firstTag: number;
  /** By position: the number of the message or entry that had it last. */
  readonly seen: Int32Array;
}

/** All fields of a dictionary, for tags that stand where they do not belong: their format is still checked. */
export interface AllFields {
  readonly tags: TagTable;
  readonly values: readonly (ValueSet | undefined)[];
}

const MSG_TYPE = 35;

export class ValidationPlan {
  private readonly levels = new Map<number, Level | undefined>();
  private readonly all: Level[] = [];
  private readonly groupLevels = new Map<readonly Member[], Level>();
  private readonly valueSets = new Map<FieldDefinition, ValueSet | undefined>();
  private readonly fieldTables = new Map<Dictionary, AllFields>();
  private readonly learnt = new Map<string, LearntChecks>();
  private bare: Level | undefined;
  private lastNumber = 0;

  constructor(
    private readonly session: Dictionary,
    private readonly application: Dictionary,
  ) {}

  /** For messages of that type; undefined when neither dictionary has it. @param msgType packed */
  message(msgType: number): Level | undefined {
    const known = this.levels.get(msgType);
    if (known !== undefined) return known;
    const owner = this.ownerOf(msgType);
    const body = owner.message(msgType)?.members;
    if (body === undefined) return undefined;
    const level = this.messageLevel(owner, body);
    this.levels.set(msgType, level);
    return level;
  }

  /** Header and trailer alone, for messages that no dictionary has. */
  get unknownMessage(): Level {
    this.bare ??= this.messageLevel(this.application, []);
    return this.bare;
  }

  fieldsOf(msgType: number): AllFields {
    const owner = this.ownerOf(msgType);
    return this.fieldTables.get(owner) ?? this.fieldTable(owner);
  }

  /** The dictionary that a message of that type is checked against. */
  ownerOf(msgType: number): Dictionary {
    const { session, application } = this;
    if (session === application) return session;
    return isAdmin(msgType) || (!application.hasMessage(msgType) && session.hasMessage(msgType))
      ? session
      : application;
  }

  /** What was learnt of layouts with these switches: validators that have them in common share it. */
  checksFor(options: object): LearntChecks {
    const key = JSON.stringify(Object.entries(options).sort());
    let checks = this.learnt.get(key);
    if (checks === undefined) this.learnt.set(key, (checks = new LearntChecks()));
    return checks;
  }

  /** A number for `Level.seen` that none has yet. */
  nextNumber(): number {
    if (this.lastNumber >= 2 ** 30) {
      this.lastNumber = 0;
      for (const { seen } of this.all) seen.fill(0);
    }
    return ++this.lastNumber;
  }

  private messageLevel(owner: Dictionary, body: readonly Member[]): Level {
    const { header, trailer } = this.session;
    const sections = new Map<Member, number>();
    for (const member of header) sections.set(member, Section.header);
    for (const member of trailer) sections.set(member, Section.trailer);
    const field = (tag: number): FieldDefinition | undefined => owner.field(tag) ?? this.session.field(tag);
    return this.level([...header, ...body, ...trailer], field, (member) => sections.get(member) ?? Section.body);
  }

  private level(
    members: readonly Member[],
    field: (tag: number) => FieldDefinition | undefined,
    section: (member: Member) => number,
  ): Level {
    const tags = new TagTable(members.length);
    const tagAt = new Int32Array(members.length);
    const values: (ValueSet | undefined)[] = [];
    const groups: (Level | undefined)[] = [];
    const required: number[] = [];
    members.forEach((member, position) => {
      const { tag, group } = member;
      const definition = field(tag);
      const valueSet = definition === undefined ? undefined : this.valueSet(definition);
      tagAt[position] = tag;
      values.push(valueSet);
      groups.push(group === undefined ? undefined : this.groupLevel(group, field, section(member)));
      // Some versions name a field twice in a message: the first place counts.
      if (tags.get(tag) !== 0) return;
      if (member.required) required.push(position);
      tags.set(
        tag,
        Info.known |
          (member.required ? Info.required : 0) |
          (group === undefined ? 0 : Info.group) |
          (isMultipleType(definition) ? Info.multiple : 0) |
          (this.format(definition) << Info.formatShift) |
          (section(member) << Info.sectionShift) |
          (position << Info.positionShift),
      );
    });
    const level: Level = {
      tags,
      tagAt,
      values,
      groups,
      required: Int32Array.from(required),
      firstTag: members[0]?.tag ?? 0,
      seen: new Int32Array(members.length),
    };
    this.all.push(level);
    return level;
  }

  /** A component's group is one object in all messages that use it, and so is its level. */
  private groupLevel(
    group: readonly Member[],
    field: (tag: number) => FieldDefinition | undefined,
    section: number,
  ): Level {
    let level = this.groupLevels.get(group);
    if (level === undefined) {
      level = this.level(group, field, () => section);
      this.groupLevels.set(group, level);
    }
    return level;
  }

  private valueSet(definition: FieldDefinition): ValueSet | undefined {
    // Which MsgTypes there are is the dictionary's messages, not the list of values of field 35.
    if (definition.values.size === 0 || definition.tag === MSG_TYPE) return undefined;
    let set = this.valueSets.get(definition);
    if (set === undefined) {
      set = new ValueSet(definition.values.keys());
      this.valueSets.set(definition, set);
    }
    return set;
  }

  private format(definition: FieldDefinition | undefined): number {
    if (definition === undefined) return Format.any;
    return formatOf(definition.type, this.application.name === 'FIX40' || this.application.name === 'FIX41');
  }

  private fieldTable(owner: Dictionary): AllFields {
    const definitions = [...owner.fields()];
    const tags = new TagTable(definitions.length);
    const values: (ValueSet | undefined)[] = [];
    definitions.forEach((definition, position) => {
      const set = this.valueSet(definition);
      values.push(set);
      tags.set(
        definition.tag,
        Info.known |
          (isMultipleType(definition) ? Info.multiple : 0) |
          (this.format(definition) << Info.formatShift) |
          (position << Info.positionShift),
      );
    });
    const table = { tags, values };
    this.fieldTables.set(owner, table);
    return table;
  }
}

const plans = new WeakMap<Dictionary, WeakMap<Dictionary, ValidationPlan>>();

/** One plan for all validators with these dictionaries: sessions of one version share it. */
export function planFor(session: Dictionary, application: Dictionary): ValidationPlan {
  let bySession = plans.get(session);
  if (bySession === undefined) plans.set(session, (bySession = new WeakMap()));
  let plan = bySession.get(application);
  if (plan === undefined) bySession.set(application, (plan = new ValidationPlan(session, application)));
  return plan;
}

function isMultipleType(definition: FieldDefinition | undefined): boolean {
  return definition !== undefined && formatOf(definition.type, false) === Format.multiple;
}
