/** The package installs without a network, and its command works outside the repository. `CROSSFEED_PACKAGE=bundled`: with its dependencies packed into it. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledFolder, InstalledPackage } from './installed.js';

const built = existsSync(join(compiledFolder, 'control', 'cli.js'));
if (!built) console.warn('nothing is compiled (npm run build): nothing is packed');

describe.skipIf(!built)('the package', () => {
  const how = process.env['CROSSFEED_PACKAGE'] === 'bundled' ? 'bundled' : 'linked';
  let installed: InstalledPackage;
  beforeAll(() => {
    installed = InstalledPackage.install(how);
    // Thousands of small files, on a machine that does other things too.
  }, 600_000);
  afterAll(() => installed.remove());

  it('has what a gateway needs, and nothing of the checkout', () => {
    const { files } = installed;
    for (const needed of [
      'dist/control/cli.js',
      'dist/dashboard/page/index.html',
      'dist/dashboard/server/main.js',
      'dist/sim/exchanges/nasdaq/main.js',
      'config/demo.yaml',
      'config/crossfeed.service',
      'docs/operations.md',
      'driver/Makefile',
      'driver/include/crossfeed.h',
      'hdl/rtl/files.f',
      'hdl/rtl/cf_nic.sv',
      'LICENSE',
    ]) {
      expect(files).toContain(needed);
    }
    expect(files.filter((file) => /^(control|test|data|artifacts|\.ci|\.git)\/|\.so$|tsbuildinfo/.test(file))).toEqual(
      [],
    );
  });

  it('says its version', () => {
    expect(installed.run('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
  });

  it('finds its own configuration, and can be asked what is wrong with another one', () => {
    expect(installed.run('config', 'check')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('fine, for demo'),
    });
    const wrong = join(installed.folder, 'wrong.yaml');
    writeFileSync(wrong, 'dataDirectory: data\nhttp: { port: many }\n');
    const { status, stderr } = installed.run('config', 'check', '-c', wrong);
    expect(status).toBe(2);
    expect(stderr).toContain(`${wrong}:2:15: http.port: found "many", expected a whole number from 0 to 65535`);
  });

  it('replays a capture with the software engine', () => {
    // BinaryFILE: one System Event, "start of messages".
    const message = [0x53, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x27, 0x4f];
    const capture = join(installed.folder, 'one.itch');
    writeFileSync(capture, Uint8Array.from([0, message.length, ...message]));
    const { status, stdout, stderr } = installed.run(
      ...['replay', '--feed', 'itch50', '--engine', 'software', '--a', capture, '--json'],
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'software', messages: 1, byType: { S: 1 } });
  });
});
