/** Every version against the specification it was taken from, where that is at hand; and what holds without it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMembers } from './dictionary-text.js';
import { dictionary, dictionaryNames, type DictionaryName, type Member } from './dictionary.js';
import { isFieldType } from './field-types.js';
import { isAdmin, packMsgType } from './msg-type.js';

const specifications = join(import.meta.dirname, '../../../../shared/fix/spec');

interface Node {
  readonly kind: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
}

/** Enough of XML for these files: elements with attributes, no text. */
function parseXml(text: string): Node {
  const root: Node = { kind: '', attributes: {}, children: [] };
  const open = [root];
  for (const [, end, kind, attributes, empty] of text.matchAll(/<(\/?)(\w+)((?:\s+\w+='[^']*')*)\s*(\/?)>/g)) {
    if (end === '/') {
      open.pop();
      continue;
    }
    const pairs = [...attributes!.matchAll(/(\w+)='([^']*)'/g)].map(
      ([, name, value]) => [name!, unescape(value!)] as const,
    );
    const node: Node = { kind: kind!, attributes: Object.fromEntries(pairs), children: [] };
    open.at(-1)!.children.push(node);
    if (empty !== '/') open.push(node);
  }
  return root.children[0]!;
}

function unescape(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'");
}

class Specification {
  readonly root: Node;
  private readonly tags: ReadonlyMap<string, number>;
  private readonly components: ReadonlyMap<string, Node>;

  constructor(name: DictionaryName) {
    this.root = parseXml(readFileSync(join(specifications, `${name}.xml`), 'latin1'));
    this.tags = new Map(
      this.section('fields').map((field) => [field.attributes['name']!, Number(field.attributes['number'])]),
    );
    this.components = new Map(
      this.section('components').map((component) => [component.attributes['name']!, component]),
    );
  }

  section(kind: string): readonly Node[] {
    return this.root.children.find((child) => child.kind === kind)?.children ?? [];
  }

  /** Members as "tag", "tag!", "tag(…)": components dissolved, and nothing in an optional one required. */
  members(nodes: readonly Node[], required = true): string[] {
    return nodes.flatMap((node) => {
      const name = node.attributes['name']!;
      const own = required && node.attributes['required'] === 'Y';
      if (node.kind === 'component') return this.members(this.components.get(name)!.children, own);
      const word = `${this.tags.get(name)}${own ? '!' : ''}`;
      return node.kind === 'group' ? [`${word}(${this.members(node.children).join(' ')})`] : [word];
    });
  }
}

function words(members: readonly Member[]): string[] {
  return members.map(({ tag, required, group }) => {
    const word = `${tag}${required ? '!' : ''}`;
    return group === undefined ? word : `${word}(${words(group).join(' ')})`;
  });
}

describe.each(dictionaryNames)('%s', (name) => {
  const known = dictionary(name);

  it.skipIf(!existsSync(specifications))('is its specification (../shared/fix/spec)', () => {
    const specification = new Specification(name);
    const fields = specification.section('fields').map(({ attributes, children }) => ({
      tag: Number(attributes['number']),
      name: attributes['name'],
      type: attributes['type'],
      values: children.map((value) => [value.attributes['enum'], value.attributes['description']]),
    }));
    const ours = [...known.fields()].map((field) => ({ ...field, values: [...field.values] }));
    const byTag = (a: { tag: number }, b: { tag: number }) => a.tag - b.tag;
    expect(ours.sort(byTag)).toEqual(fields.sort(byTag));
    expect(words(known.header)).toEqual(specification.members(specification.section('header')));
    expect(words(known.trailer)).toEqual(specification.members(specification.section('trailer')));
    const messages = specification.section('messages');
    expect([...known.messages()].map(({ msgType }) => msgType)).toEqual(
      messages.map(({ attributes }) => attributes['msgtype']),
    );
    for (const { attributes, children } of messages) {
      const message = known.message(packMsgType(attributes['msgtype']!))!;
      expect([message.name, message.admin]).toEqual([attributes['name'], attributes['msgcat'] === 'admin']);
      expect(words(message.members)).toEqual(specification.members(children));
    }
  });

  it('holds together', () => {
    const unknown: number[] = [];
    const check = (members: readonly Member[]): void => {
      for (const { tag, group } of members) {
        if (known.field(tag)?.tag !== tag || group?.length === 0) unknown.push(tag);
        if (group !== undefined) check(group);
      }
    };
    check(known.header);
    check(known.trailer);
    for (const message of known.messages()) check(message.members);
    expect(unknown).toEqual([]);
    for (const field of known.fields()) {
      expect([field.type, isFieldType(field.type)]).toEqual([field.type, true]);
      expect(known.fieldNamed(field.name)?.name).toBe(field.name);
    }
    expect(known.field(999_999)).toBeUndefined();
    // Header and trailer of 5.0 and later are those of FIXT 1.1.
    if (name.startsWith('FIX50')) return;
    expect(known.header.slice(0, 3).map(({ tag }) => tag)).toEqual([8, 9, 35]);
    expect(known.trailer.at(-1)?.tag).toBe(10);
  });
});

it('has the messages of the session where they belong', () => {
  for (const name of ['FIX40', 'FIX41', 'FIX42', 'FIX43', 'FIX44', 'FIXT11'] as const) {
    for (const type of ['0', '1', '2', '3', '4', '5', 'A']) {
      expect(dictionary(name).message(packMsgType(type))?.admin).toBe(true);
      expect(isAdmin(packMsgType(type))).toBe(true);
    }
  }
  expect(dictionary('FIX50SP2').hasMessage(packMsgType('0'))).toBe(false);
  expect(dictionary('FIX44').messageName(packMsgType('D'))).toBe('NewOrderSingle');
  expect(dictionary('FIX44').messageName(0)).toBeUndefined();
  expect(dictionary('FIX44').message(packMsgType('zz'))).toBeUndefined();
  expect(dictionary('FIX44')).toBe(dictionary('FIX44'));
  expect(dictionaryNames.map((name) => dictionary(name).beginString)).toEqual([
    'FIX.4.0',
    'FIX.4.1',
    'FIX.4.2',
    'FIX.4.3',
    'FIX.4.4',
    'FIXT.1.1',
    'FIXT.1.1',
    'FIXT.1.1',
    'FIXT.1.1',
  ]);
});

it('refuses groups that do not open or close', () => {
  expect(() => parseMembers(['1(', '2'])).toThrow(/does not end/);
  expect(() => parseMembers(['1', ')'])).toThrow(/has not begun/);
});
