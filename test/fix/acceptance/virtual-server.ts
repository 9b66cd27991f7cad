/** The acceptance server in a world of its own, on a virtual clock: a definition that waits for heartbeats takes milliseconds. */
import { VirtualWorld } from '../../support/world/world.js';
import type { Wire } from './run.js';
import { startAcceptanceServer } from './server.js';
import { virtualWire } from './virtual-wire.js';

const port = 9_876;

/** @param seed of the network: how bytes are cut up, and how long they take */
export async function virtualServer(seed: number): Promise<Wire> {
  const world = new VirtualWorld({ seed });
  const exchange = world.addHost('exchange');
  const tester = world.addHost('tester').start();
  world.link('exchange', 'tester').set({ latencyMs: 0.2, jitterMs: 0.2, splitChance: 0.3 });
  await world.wait(startAcceptanceServer(exchange.start(), { host: exchange.address, port }));
  return virtualWire(world, tester, { host: exchange.address, port });
}
