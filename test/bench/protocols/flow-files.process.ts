/** Writes the ITCH and the PITCH file of one shape: `FOLDER SHAPE MESSAGES`. */
import { renameSync, writeFileSync } from 'node:fs';
import { orderFlow } from '../order-flow.js';
import { itchBytes, pitchBytes } from './flow-bytes.js';
import { flowPath, SEED, SHAPES, type Shape } from './flow-files.js';

const [, , folder = '', shapeName = '', count = ''] = process.argv;
const shape = SHAPES[shapeName as Shape];
const messages = Number(count);
const say = (step: string): void =>
  void process.stderr.write(`${shapeName}, ${messages.toLocaleString('en-GB')} messages: ${step}\n`);

say('order flow');
const updates = messages - shape.symbols - shape.orders;
const flow = orderFlow({ seed: SEED, symbols: shape.symbols, orders: shape.orders, updates });
for (const [protocol, bytesOf] of [
  ['itch50', itchBytes],
  ['pitch2', pitchBytes],
] as const) {
  say(protocol);
  const path = flowPath(folder, protocol, shapeName as Shape, messages);
  // Under its name only when it is whole.
  writeFileSync(`${path}.part`, bytesOf(flow));
  renameSync(`${path}.part`, path);
}
