/** A process that runs seeds: each message is one. */
import { runSeed, type SeedWanted } from './job.js';

process.on('message', (wanted: SeedWanted) => {
  void runSeed(wanted).then((result) => process.send?.(result));
});
