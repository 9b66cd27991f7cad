/** What can be asked of a card by a line of text: the interactive console, and `crossfeed bringup registers`. */
import { hex, type Card } from '../card/card.js';
import type { NamedRegister } from '../card/register-names.js';
import type { ConsoleStatistics } from '../console/statistics.js';
import { STATISTICS_WORDS } from '../console/statistics-text.js';
import { BringupInputError } from '../errors.js';
import { numberText } from '../report/measurement-text.js';
import { parseValue, registerLine } from './register-text.js';

export interface ReplCommand {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  /** Whether its arguments are names of registers. */
  readonly takesRegisters: boolean;
  run(card: Card, args: readonly string[]): Promise<readonly string[]>;
}

const widthOf = (registers: readonly NamedRegister[]): number =>
  Math.max(0, ...registers.map(({ name }) => name.length));

async function readLines(card: Card, registers: readonly NamedRegister[]): Promise<readonly string[]> {
  const width = widthOf(registers);
  const lines: string[] = [];
  for (const register of registers) lines.push(registerLine(register, await card.readRegister(register), width));
  return lines;
}

/** Names, and beginnings of names that end in `*` or in a dot. */
export function registersOf(card: Card, names: readonly string[]): readonly NamedRegister[] {
  return names.flatMap((name) => {
    const prefix = name.replace(/\*$/, '');
    if (prefix === name && !name.endsWith('.')) return [card.names.get(name)];
    const found = card.names.startingWith(prefix);
    return found.length > 0 ? found : [card.names.get(name)];
  });
}

function needed(args: readonly string[], count: number, usage: string): void {
  if (args.length >= count) return;
  throw new BringupInputError('REPL_USAGE', 'arguments are missing', {
    found: args.join(' ') || 'none',
    expected: usage,
  });
}

export const REPL_COMMANDS: readonly ReplCommand[] = [
  {
    name: 'read',
    usage: 'read NAME...',
    says: 'reads registers: device.SCRATCH, prbs[1].*, or an address, 0x28',
    takesRegisters: true,
    run: (card, args) => {
      needed(args, 1, 'read NAME...');
      return readLines(card, registersOf(card, args));
    },
  },
  {
    name: 'write',
    usage: 'write NAME VALUE',
    says: 'writes a register, and reads it back',
    takesRegisters: true,
    run: async (card, args) => {
      needed(args, 2, 'write NAME VALUE');
      const [name = '', text = ''] = args;
      const value = parseValue(text);
      if (value === undefined)
        throw new BringupInputError('REPL_VALUE', 'not a 32-bit value', {
          found: text,
          expected: '0x1F, 31 or 0b11111',
        });
      await card.write(name, value);
      return readLines(card, [card.names.get(name)]);
    },
  },
  {
    name: 'dump',
    usage: 'dump [BEGINNING]',
    says: 'reads every register whose name begins so; absent: all',
    takesRegisters: true,
    run: (card, [beginning = '']) => {
      const found = card.names.startingWith(beginning);
      // What comes near is said as of a name.
      return readLines(card, found.length > 0 ? found : [card.names.get(beginning)]);
    },
  },
  {
    name: 'describe',
    usage: 'describe NAME',
    says: 'what a register and its fields mean',
    takesRegisters: true,
    run: async (card, args) => {
      needed(args, 1, 'describe NAME');
      const { name, address, access, doc, fields } = card.names.get(args[0] ?? '');
      const bits = fields.map(
        (field) =>
          `  ${field.name}: bit ${field.bit}${field.width > 1 ? ` to ${field.bit + field.width - 1}` : ''}: ${field.doc}`,
      );
      return Promise.resolve([`${name} at 0x${address.toString(16)}, ${access}: ${doc}`, ...bits]);
    },
  },
  {
    name: 'identity',
    usage: 'identity',
    says: 'what the card is, and its blocks',
    takesRegisters: false,
    run: async (card) => {
      const { buildId, ports, channels } = await card.discover();
      const width = Math.max(0, ...card.found.map(({ name }) => name.length));
      const blocks = card.found.map(
        ({ name, version, address }) =>
          `  ${name.padEnd(width)} version ${version >>> 8}.${version & 0xff} at 0x${address.toString(16)}`,
      );
      return [`build ${hex(buildId)}, ${ports} ports, ${channels} channels`, ...blocks];
    },
  },
  {
    name: 'selftest',
    usage: 'selftest',
    says: 'the card tests itself',
    takesRegisters: false,
    run: async (card) => {
      const { failed, ran } = await card.client.selfTest();
      return [`tests run ${hex(ran)}, failed ${hex(failed)}`];
    },
  },
  {
    name: 'links',
    usage: 'links',
    says: 'one word for each port',
    takesRegisters: false,
    run: async (card) =>
      (await card.client.links()).map((word, port) => `port ${port}: ${hex(word)} ${word % 2 === 1 ? 'up' : 'down'}`),
  },
  {
    name: 'snapshot',
    usage: 'snapshot',
    says: 'counters of all kinds at one instant, to be read from now on; write device.SNAPSHOT 0: as they are again',
    takesRegisters: false,
    run: async (card) => {
      await card.client.snapshot();
      return [];
    },
  },
  {
    name: 'statistics',
    usage: 'statistics',
    says: 'what happened on the serial line',
    takesRegisters: false,
    run: ({ client: { statistics } }) => {
      const width = Math.max(...Object.values(STATISTICS_WORDS).map((words) => words.length));
      const line = ([name, words]: [string, string]): string =>
        `${words.padEnd(width)}  ${numberText(statistics[name as keyof ConsoleStatistics])}`;
      return Promise.resolve(Object.entries(STATISTICS_WORDS).map(line));
    },
  },
];

/** Does one line. Throws BringupInputError for what it does not know, and what the card throws. */
export function runLine(card: Card, line: string): Promise<readonly string[]> {
  const [name = '', ...args] = line.trim().split(/\s+/);
  if (name === '' || name === 'help') {
    const width = Math.max(...REPL_COMMANDS.map(({ usage }) => usage.length));
    const help = [...REPL_COMMANDS, { usage: 'quit', says: 'ends, as Ctrl-D does' }];
    return Promise.resolve(help.map(({ usage, says }) => `${usage.padEnd(width)}  ${says}`));
  }
  const command = REPL_COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    throw new BringupInputError('REPL_COMMAND', 'no such command', {
      found: name,
      expected: `${REPL_COMMANDS.map((each) => each.name).join(', ')}, help or quit`,
    });
  }
  return command.run(card, args);
}

/** For readline: what the word at the end of the line may become. */
export function completeLine(card: Card, line: string): [string[], string] {
  const words = line.split(/\s+/);
  const last = words.at(-1) ?? '';
  const lower = last.toLowerCase();
  if (words.length <= 1) {
    const names = [...REPL_COMMANDS.map(({ name }) => name), 'help', 'quit'];
    return [names.filter((name) => name.startsWith(lower)), last];
  }
  const command = REPL_COMMANDS.find(({ name }) => name === words[0]);
  if (command?.takesRegisters !== true) return [[], last];
  return [
    card.names
      .all()
      .filter(({ name }) => name.toLowerCase().startsWith(lower))
      .map(({ name }) => name),
    last,
  ];
}
