/** The kept faults, done to the model of a card. */
import type { FaultTarget } from '../../driver/bringup/sim/faults.js';
import { MODEL_BUILD_ID } from './card-model.js';
import type { ModelRig } from './model-rig.js';

export function modelFaults(rig: ModelRig): FaultTarget {
  const { card } = rig;
  const set = (faults: typeof card.faults): void => {
    Object.assign(card.faults, faults);
    card.refresh();
  };
  return {
    line: ({ corruptPpm = 0, dropPpm = 0 }) => {
      rig.up.faults = rig.down.faults = { corruptPpm, dropPpm };
    },
    cardBaud: (baud) => rig.pty.setBaud(baud),
    silent: () => void (rig.deaf = true),
    unplug: () => rig.pty.unplug(),
    wrongBuild: () => set({ buildId: MODEL_BUILD_ID ^ 1 }),
    wrongVersion: () => set({ deviceVersion: 0x200 }),
    stuckScratchBit: (bit) => set({ scratchLow: 1 << bit }),
    badCaptureMemory: () => set({ selfTest: 1 << 3, captureLow: 1 }),
    deadPort: (port) => set({ deadPort: port }),
    bitErrors: (port) => set({ bitErrors: { port, aFrame: 8 } }),
    stuckCounter: (port) => set({ counterStuck: port }),
    clockOff: (ppm) => set({ clockPpm: ppm }),
    noPps: () => set({ ppsMissing: true }),
    damagedRecord: () => void (rig.damages = true),
    dieTemperature: (milliC) => set({ dieMilliC: milliC }),
    brownOut: () => {
      card.reset();
      rig.model.reset();
    },
  };
}
