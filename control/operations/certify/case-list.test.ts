import { describe, expect, it } from 'vitest';
import { parseCaseList } from './case-list.js';

const entry = (name: string, number: string): string =>
  `  - { case: ${name}, number: '${number}', title: t, purpose: p, expected: e }\n`;
const list = (...cases: string[]): string => `title: t\nprotocol: fix\ncases:\n${cases.join('')}`;
const complaint = (yaml: string): string => {
  try {
    parseCaseList('cases.yaml', yaml);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('parseCaseList', () => {
  it('takes cases in an order that can be done', () => {
    const cases = [entry('logon-refused', '1'), entry('logon', '2'), entry('cancel', '3'), entry('logout', '4')];
    expect(parseCaseList('cases.yaml', list(...cases)).cases.map((each) => each.case)).toEqual([
      'logon-refused',
      'logon',
      'cancel',
      'logout',
    ]);
  });

  it('says what cannot be done, with the line', () => {
    expect(complaint(list(entry('cancel', '1')))).toBe(
      'cases.yaml:4:13: cases[0].case: found cancel while logged out, expected logon before it',
    );
    expect(complaint(list(entry('logon', '1'), entry('logon', '2')))).toContain('logon while logged on');
    expect(complaint(list(entry('logon', '1'), entry('logout', '1')))).toContain('a number that no other case has');
    expect(complaint(list(entry('dance', '1')))).toContain(
      'cases[0].case: found "dance", expected logon-refused, logon',
    );
  });
});
