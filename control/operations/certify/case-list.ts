/** A case list: which cases are done in which order, under the venue's own numbers and in words that its staff sign. YAML; docs/certification.md. */
import type { z } from 'zod';
import { list, map, oneOf, text, whole } from '../../core/config-shapes.js';
import { parseYamlConfig, type Contradiction } from '../../core/yaml-config.js';
import { procedures, type ProcedureName } from './procedures.js';

const names = Object.keys(procedures) as [ProcedureName, ...ProcedureName[]];

const caseSchema = map({
  case: oneOf(names),
  /** The venue's number for it, or one of ours. */
  number: text('a number, in quotes'),
  title: text('what the case is called'),
  purpose: text('what it shows'),
  expected: text('what both sides should do'),
});

const schema = map({
  title: text('a title'),
  /** Which order entry it is for. */
  protocol: oneOf(['fix', 'ouch']),
  /** FIX: HeartBtInt (108) while certifying; absent: the venue's file. */
  heartBtIntS: whole(1, 3600).optional(),
  /** The order of the cases, far from the market: `buy 100 AAPL 1.00`. The command line has the last word. */
  order: text('an order, such as "buy 100 AAPL 1.00"').optional(),
  /** A quantity of which only a part trades at the best price; absent: 1,000 times the order's. */
  largeQuantity: text('a decimal in quotes').optional(),
  cases: list(caseSchema, 1, 500),
});

export type CaseList = z.infer<typeof schema>;
export type CertificationCase = CaseList['cases'][number];

/** Throws ConfigError. `file` is for its messages. */
export function parseCaseList(file: string, yaml: string): CaseList {
  return parseYamlConfig(file, yaml, { schema, crossCheck });
}

function crossCheck({ cases }: CaseList): readonly Contradiction[] {
  const wrong: Contradiction[] = [];
  const seen = new Set<string>();
  let isUp = false;
  for (const [i, { case: name, number }] of cases.entries()) {
    if (seen.has(number)) {
      wrong.push({ path: ['cases', i, 'number'], found: number, expected: 'a number that no other case has' });
    }
    seen.add(number);
    const needsSession = !('changes' in procedures[name]) || procedures[name].changes === 'logout';
    if (needsSession && !isUp) {
      wrong.push({ path: ['cases', i, 'case'], found: `${name} while logged out`, expected: 'logon before it' });
    }
    if (!needsSession && isUp) {
      wrong.push({ path: ['cases', i, 'case'], found: `${name} while logged on`, expected: 'logout before it' });
    }
    if (name === 'logon') isUp = true;
    if (name === 'logout') isUp = false;
  }
  return wrong;
}
