/** `link`: the link of each port. */
import { z } from 'zod';
import { list, whole } from '../../../control/core/config-shapes.js';
import { fieldOf } from '../card/card.js';
import { defineStep, fail } from './step.js';

export const link = defineStep({
  name: 'link',
  title: 'Link',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    ports: list(whole(0, 15), 1, 16).optional().describe('such as [0]; absent: all'),
  }),
  timeoutMs: () => 5_000,
  async run({ card, signal, measure }, { ports }) {
    const words = await card.client.links(signal);
    const wanted = ports ?? Array.from({ length: card.ports }, (_, port) => port);
    const down: number[] = [];
    for (const port of wanted) {
      const word = words[port];
      if (word === undefined) fail(`the card says nothing about port ${port}`);
      const isUp = fieldOf(card.names.get(`prbs[${port}].STATUS`), 'linkUp', word) === 1;
      measure(`port ${port}`, isUp ? 'up' : 'down', '');
      if (!isUp) down.push(port);
    }
    if (down.length > 0) fail(`no link on port ${down.join(' and port ')}: cable, transceiver, or the far end`);
    return `${wanted.length} ${wanted.length === 1 ? 'link is' : 'links are'} up`;
  },
});
