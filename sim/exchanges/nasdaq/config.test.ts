import { describe, expect, it } from 'vitest';
import { checkNasdaqConfig, parseNasdaqConfig } from './config.js';

const complaint = (text: string): string => {
  try {
    parseNasdaqConfig('exchange.yaml', text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe('the simulator configuration', () => {
  it('has a default for everything', () => {
    const config = parseNasdaqConfig('exchange.yaml', '');
    expect(config).toMatchObject({ seed: 1, symbols: 120, messagesPerSecond: 4000, tickMs: 1, waitForStart: false });
    expect(config.lines.map(({ name, address, port }) => [name, address, port])).toEqual([
      ['A', '127.0.1.1', 26400],
      ['B', '127.0.1.2', 26400],
    ]);
    expect(config.lines[0]?.faults).toEqual({ loss: 0, duplication: 0, reordering: 0, delayUs: 0, jitterUs: 0 });
  });

  it('reads lines and faults, and lets flags win', () => {
    const text = `
seed: 7
symbols: 200
lines:
  - { name: A, address: 127.0.2.1, port: 5000, faults: { seed: 3, loss: 0.01, delayUs: 20 } }
`;
    const config = parseNasdaqConfig('exchange.yaml', text, { symbols: 300 });
    expect(config.symbols).toBe(300);
    expect(config.lines).toEqual([
      {
        name: 'A',
        address: '127.0.2.1',
        port: 5000,
        faults: { seed: 3, loss: 0.01, duplication: 0, reordering: 0, delayUs: 20, jitterUs: 0 },
      },
    ]);
  });

  it('names file and path of what is wrong', () => {
    expect(complaint('lines: [{ name: A, address: 10.1.2.3, port: 1 }]')).toBe(
      'exchange.yaml: lines.0.address: expected an address in 127.0.0.0/8: simulated exchanges send to loopback only',
    );
    expect(complaint('symbols: 9000')).toContain('exchange.yaml: symbols: ');
    expect(complaint('sybmols: 10')).toContain('sybmols');
    expect(complaint('lines: [{ name: A, address: 127.0.0.1, port: 1, faults: { loss: 2 } }]')).toContain(
      'lines.0.faults.loss',
    );
    expect(complaint('seed: [')).toContain('exchange.yaml:1:');
    expect(complaint('- 1')).toContain('exchange.yaml: not a configuration');
    expect(complaint('session: much-too-long')).toContain('exchange.yaml: session: expected 1 to 10 letters or digits');
  });

  it('refuses lines that would be one', () => {
    const line = { name: 'A', address: '127.0.0.1', port: 5 };
    expect(() => checkNasdaqConfig({ lines: [line, { ...line, port: 6 }] }, 'test')).toThrow('a different name');
    expect(() => checkNasdaqConfig({ lines: [line, { ...line, name: 'B' }] }, 'test')).toThrow(
      'a different address and port',
    );
    expect(() => checkNasdaqConfig({ lines: [] }, 'test')).toThrow('test: lines: ');
  });
});
