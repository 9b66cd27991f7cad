/** `identify`: is this the card, and the bitstream, that it should be? */
import { z } from 'zod';
import { BEAT_PS } from '../../../control/core/generated/records.js';
import { list, text, whole } from '../../../control/core/config-shapes.js';
import { REGISTER_BLOCKS } from '../../generated/register-map.js';
import { hex } from '../card/card.js';
import { BringupError } from '../errors.js';
import { defineStep, fail } from './step.js';

/** A block of another major version may have its registers elsewhere. */
const major = (version: number): number => version >>> 8;
const versionText = (version: number): string => `${version >>> 8}.${version & 0xff}`;

export const identify = defineStep({
  name: 'identify',
  title: 'Identity',
  needs: ['connect'],
  schema: z.strictObject({
    buildId: z
      .string()
      .regex(/^[0-9A-Fa-f]{8}$/, 'eight hexadecimal digits in quotes')
      .optional()
      .describe('in quotes; absent: that of the RTL sources of this installation'),
    ports: whole(1, 16).default(2).describe('how many the card must have'),
    blocks: list(text('the name of a block'), 0, 32)
      .default(['device', 'console', 'ring', 'match', 'port', 'channel'])
      .describe('that the bitstream must have'),
  }),
  timeoutMs: () => 15_000,
  async run({ card, bench, signal, measure }, { buildId, ports, blocks }) {
    const identity = await card.discover(signal).catch((error: unknown) => {
      if (error instanceof BringupError && error.code.startsWith('CARD_'))
        fail(`not a Crossfeed card: ${error.message}`);
      throw error;
    });
    measure('build id', hex(identity.buildId), '');
    measure('device version', versionText(identity.deviceVersion), '');
    measure('ports', identity.ports, '', { least: ports, most: ports });
    measure('channels', identity.channels, '');
    for (const { name, version, address } of card.found)
      measure(`block ${name}`, `${versionText(version)} at 0x${address.toString(16)}`, '');
    for (const { name, type, version } of card.found) {
      const known = REGISTER_BLOCKS.find((block) => block.type === type);
      if (known === undefined || major(version) === major(known.version)) continue;
      fail(
        `wrong bitstream version: the ${name} block is version ${versionText(version)}, this software knows ${versionText(known.version)}`,
      );
    }
    const missing = blocks.filter((name) => card.found.every((block) => block.name !== name));
    if (missing.length > 0) fail(`the bitstream has no ${missing.join(', no ')} block`);
    const expected = buildId === undefined ? bench.expectedBuildId : parseInt(buildId, 16);
    if (expected !== undefined && identity.buildId !== expected) {
      // Where the card is the driver library, that is older than the sources.
      const hint = bench.isSimulated ? ' (of the RTL sources; make -C driver builds the library anew)' : '';
      fail(`wrong bitstream: build id ${hex(identity.buildId)}, expected ${hex(expected)}${hint}`);
    }
    const clockPs = await card.read('device.CLOCK_PS', signal);
    card.resets = await card.field('console.BOOT', 'resets', signal);
    measure('clock period', clockPs, 'ps', { least: BEAT_PS, most: BEAT_PS });
    return `build ${hex(identity.buildId)}${expected === undefined ? ' (not compared)' : ''}, ${identity.ports} ports, ${card.found.length} blocks`;
  },
});
