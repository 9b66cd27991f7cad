/** The simulated card built so that it writes a waveform: another library than the one that runs, because to be able to costs speed. */
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { InputError } from '../core/errors.js';
import { installedFile } from '../core/world-installation.js';

/**
 * From now on this process opens the tracing card, and each one that it opens writes its signals into `file`, over what was there. Builds the card when
 * its sources are newer; that takes minutes. Throws InputError `TRACE_UNAVAILABLE` where it cannot be built.
 */
export function useTracingCard(file: string): void {
  const given = process.env['CROSSFEED_TRACE_LIBRARY'];
  if (given === undefined) build();
  const library = given ?? installedFile('driver', 'build', 'libcrossfeed-trace.so');
  if (library === undefined) throw unavailable('no driver/build/libcrossfeed-trace.so');
  process.env['CROSSFEED_LIBRARY'] = library;
  process.env['CROSSFEED_TRACE'] = resolve(file);
}

function build(): void {
  const makefile = installedFile('driver', 'Makefile');
  if (makefile === undefined) throw unavailable('no driver/Makefile');
  const { status, stdout, stderr, error } = spawnSync('make', ['-C', dirname(makefile), '-j2', 'trace'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw unavailable(`make: ${error.message}`);
  if (status !== 0) throw unavailable(`make -C driver trace: ${lastLines(`${stdout}${stderr}`)}`);
}

function unavailable(found: string): InputError {
  return new InputError('TRACE_UNAVAILABLE', 'the card that writes waveforms cannot be built', {
    where: 'replay --trace',
    found,
    expected: "Verilator, g++ and zlib's header (zlib1g-dev)",
  });
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-3).join(' / ');
}
