/** OUCH 4.2 and 5.0, both directions: a message is taken whole or refused, and a message that is taken can be read. */
import { getMessage, type MessageLayout } from '../../control/protocols/layout.js';
import { ouch42Revision } from '../../control/protocols/ouch42/check.js';
import { ouch42Client, ouch42Server } from '../../control/protocols/ouch42/messages.js';
import { Ouch50Fault, Ouch50Message } from '../../control/protocols/ouch50/check.js';
import { ouch50Client, ouch50Server, type Ouch50Layout } from '../../control/protocols/ouch50/messages.js';
import { addOuch50Option, findOuch50Option, ouch50Options } from '../../control/protocols/ouch50/options.js';
import { rule, type Digest, type FuzzTarget, type Verdict } from './target.js';

const SIDES = ['client', 'server'] as const;

function fixed(layouts: Readonly<Record<string, MessageLayout>>): Uint8Array[] {
  return Object.values(layouts).map(({ type, bytes }) => {
    const message = Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + type) & 0xff);
    message[0] = type;
    return message;
  });
}

const tables42: Record<(typeof SIDES)[number], Readonly<Record<string, MessageLayout>>> = {
  client: ouch42Client,
  server: ouch42Server,
};

export const ouch42: FuzzTarget = {
  name: 'ouch42',
  seeds: [...fixed(ouch42Client), ...fixed(ouch42Server)],
  run(bytes, start, end, digest) {
    let verdict: Verdict = 'refused';
    for (const side of SIDES) {
      const revision = ouch42Revision(bytes, start, end, side);
      digest.text(revision ?? '-');
      if (revision === undefined) continue;
      verdict = 'taken';
      const layout = byType(tables42[side], bytes[start]!);
      rule(revision !== '4.2' || layout.bytes === end - start, 'a message of another length was taken');
      if (revision === '4.2') digestFields(bytes, start, layout, digest);
    }
    return verdict;
  },
};

function byType<Layout extends MessageLayout>(layouts: Readonly<Record<string, Layout>>, type: number): Layout {
  const layout = Object.values(layouts).find((each) => each.type === type);
  rule(layout !== undefined, 'a type was taken that is in no table');
  return layout!;
}

function digestFields(bytes: Uint8Array, start: number, layout: MessageLayout, digest: Digest): void {
  for (const value of Object.values(getMessage(bytes, start, layout))) digest.any(value);
}

const tables50: Record<(typeof SIDES)[number], Readonly<Record<string, Ouch50Layout>>> = {
  client: ouch50Client,
  server: ouch50Server,
};

/** Without options where they may be absent, with none, and with a few. */
function withOptions(layouts: Readonly<Record<string, Ouch50Layout>>): Uint8Array[] {
  const names = Object.keys(ouch50Options) as (keyof typeof ouch50Options)[];
  return fixed(layouts).flatMap((message, i) => {
    const layout = byType(layouts, message[0]!);
    if (layout.appendage === 'none') return [message];
    const long = new Uint8Array(message.length + 100);
    long.set(message);
    let end = message.length + 2;
    for (let k = 0; k < 4; k++) {
      const name = names[(i * 5 + k * 7) % names.length]!;
      const { kind } = ouch50Options[name].field;
      end = addOuch50Option(long, message.length, end, name, kind === 'char' || kind === 'alpha' ? 'N' : 7);
    }
    const empty = Uint8Array.from([...message, 0, 0]);
    const whole = long.slice(0, end);
    return layout.appendage === 'optional' ? [message, empty, whole] : [empty, whole];
  });
}

const message50 = new Ouch50Message();

export const ouch50: FuzzTarget = {
  name: 'ouch50',
  seeds: [...withOptions(ouch50Client), ...withOptions(ouch50Server)],
  run(bytes, start, end, digest) {
    let verdict: Verdict = 'refused';
    for (const side of SIDES) {
      const fault = message50.open(bytes, start, end, side);
      digest.number(fault);
      if (fault !== Ouch50Fault.none) continue;
      verdict = 'taken';
      const { fixedBytes, optionsStart, optionsEnd } = message50;
      rule(
        start + fixedBytes <= end && optionsStart <= optionsEnd && optionsEnd <= end,
        'parts lie beyond the message',
      );
      digest.number(fixedBytes);
      const layout = byType(tables50[side], bytes[start]!);
      if (fixedBytes >= layout.bytes) digestFields(bytes, start, layout, digest);
      for (const { tag, field } of Object.values(ouch50Options)) {
        const at = findOuch50Option(bytes, optionsStart, optionsEnd, tag);
        rule(at < 0 || at + field.size <= optionsEnd, 'an option runs past the message');
        if (at >= 0) digest.bytes(bytes, at, at + field.size);
      }
    }
    return verdict;
  },
};
