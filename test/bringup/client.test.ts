/** The console client over a real pseudo-terminal and the real `serialport`, against a model of the card's console. */
import { afterEach, describe, expect, it } from 'vitest';
import { parseAnswer, requestLine } from '../../driver/bringup/console/line-codec.js';
import { ConsoleError, SerialDeviceError, UncertainWriteError } from '../../driver/bringup/errors.js';
import { ClientRig } from './client-rig.js';
import { checkTransactions } from './transactions.js';

const TRANSACTIONS = Number(process.env['CROSSFEED_CONSOLE_TRANSACTIONS'] ?? 2000);
const SEED = Number(process.env['CROSSFEED_CONSOLE_SEED'] ?? 1);

let rig: ClientRig | undefined;
const open = async (...args: Parameters<typeof ClientRig.open>): Promise<ClientRig> =>
  (rig = await ClientRig.open(...args));

afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

describe('lines of the protocol', () => {
  it('are those of docs/console-protocol.md', () => {
    expect(requestLine(1, 'R', '00000C')).toBe(':01R00000C749DFBC2\n');
    expect(requestLine(2, 'W', '000028C0FFEE01')).toBe(':02W000028C0FFEE01AFFEC0F7\n');
    expect(parseAnswer('=01R43464E311D53D504')).toEqual({ kind: 'answer', tag: 1, command: 'R', words: [0x43464e31] });
    expect(parseAnswer('=03D0243464E318A5C31D2711E95FF')).toMatchObject({ words: [0x43464e31, 0x8a5c31d2] });
    expect(parseAnswer('!090404273BE4')).toEqual({ kind: 'error', tag: 9, code: 4 });
    expect(parseAnswer('=01R43464E311D53D505')).toBe('crc');
    expect(parseAnswer('=01R43464E31D53D504')).toBe('length');
    expect(parseAnswer('=01R43464g311D53D504')).toBe('form');
  });
});

describe('console client', () => {
  it('reads, writes, dumps and asks', async () => {
    const { client, bus } = await open();
    await client.open();
    await client.write(4, 0xdeadbeef);
    await client.write(8, 7);
    expect(await client.read(4)).toBe(0xdeadbeef);
    expect(await client.dump(4, 2)).toEqual([0xdeadbeef, 7]);
    expect(await client.identity()).toMatchObject({ magic: 0x43464e31, ports: 2, channels: 4, buildId: 0x1234abcd });
    expect(await client.selfTest()).toEqual({ failed: 0, ran: 0x3f });
    expect(await client.links()).toEqual([1, 1]);
    expect(bus.writes).toHaveLength(2);
    await expect(client.read(0x7ffffc)).rejects.toMatchObject({ code: 'CONSOLE_BUS' });
    expect(client.statistics).toMatchObject({ retries: 0, timeouts: 0, uncertainWrites: 0, lost: 0 });
  });

  it(`does ${TRANSACTIONS} transactions right with 1 in 1,000 bytes changed or lost`, async () => {
    const at = await open(SEED);
    await at.client.open();
    at.setFaults({ corruptPpm: 500, dropPpm: 500 });
    const result = await checkTransactions(at.checked, TRANSACTIONS, SEED);
    expect(result.wrong).toEqual([]);
    expect(result.retries).toBeGreaterThan(TRANSACTIONS / 100);
    expect(result.uncertain).toBeLessThanOrEqual(TRANSACTIONS / 1000);
  });

  it('does writes once, or says that it cannot know, on a line that is hardly one', async () => {
    const at = await open(SEED, { attempts: 3, answerMs: 15 });
    await at.client.open();
    at.setFaults({ corruptPpm: 4000, dropPpm: 4000, insertPpm: 4000, duplicatePpm: 4000 });
    let uncertain = 0;
    let done = 0;
    for (let n = 0; n < 60; n++) {
      const before = at.bus.writes.length;
      const result = await at.client.write(4, n).then(
        () => 'done',
        (error: unknown) => error,
      );
      const times = at.bus.writes.length - before;
      if (result === 'done') expect(times).toBe(1);
      else {
        expect(result).toBeInstanceOf(UncertainWriteError);
        expect(times).toBeLessThanOrEqual(1);
        uncertain += 1;
      }
      done += times;
    }
    expect(done).toBeGreaterThan(30);
    expect(uncertain).toBe(at.client.statistics.uncertainWrites);
  });

  it('says that a write is uncertain when the card was reset between its attempts', async () => {
    const at = await open();
    await at.client.open();
    at.deaf = true;
    const write = at.client.write(4, 1);
    const timer = setInterval(() => {
      if (at.client.statistics.timeouts === 0) return;
      at.model.reset();
      at.bus.words[0] = 1;
      at.deaf = false;
    }, 5);
    await expect(write).rejects.toBeInstanceOf(UncertainWriteError);
    clearInterval(timer);
    expect(at.client.statistics.resets).toBe(1);
    await at.client.write(4, 2);
  });

  it('gives up in time when nothing answers, and says that not one byte came back', async () => {
    const at = await open(1, { attempts: 2, answerMs: 10 });
    at.deaf = true;
    await expect(at.client.open()).rejects.toThrow('not one byte came back');
    await expect(at.client.read(4)).rejects.toBeInstanceOf(ConsoleError);
    const abort = new AbortController();
    const read = at.client.read(4, abort.signal);
    abort.abort();
    await expect(read).rejects.toMatchObject({ code: 'CONSOLE_ABORTED' });
  });

  it('goes on when the device is unplugged and plugged in again', async () => {
    const at = await open();
    await at.client.open();
    await at.pty.unplug();
    const write = at.client.write(4, 5);
    await at.pty.plug();
    await write;
    expect(await at.client.read(4)).toBe(5);
    expect(at.bus.writes).toHaveLength(1);
    expect(at.client.statistics).toMatchObject({ lost: 1, found: 1 });
  });

  it('says that the device is gone when it does not come back, and does not wait for it twice', async () => {
    const at = await open(1, { foundWithinMs: 150 });
    await at.client.open();
    await at.pty.unplug();
    await expect(at.client.read(4)).rejects.toThrow('unplugged and did not come back');
    await expect(at.client.read(4)).rejects.toBeInstanceOf(SerialDeviceError);
  });

  it('names the devices that there are when the one asked for is not there', async () => {
    const at = await open();
    await at.pty.unplug();
    await expect(at.client.open()).rejects.toMatchObject({ code: 'SERIAL_NO_DEVICE' });
  });
});
