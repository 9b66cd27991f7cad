/** Cards of the driver as devices that a capture is played through: the simulated card of a bench, and a real one that is opened for it. */
import { Nic } from '../../nic.js';
import { CHANNEL, DEVICE, MATCH, RING } from '../../generated/registers.js';
import type { FeedDevice } from './feed-device.js';

const SLOTS_LOG2 = 16;
/** Between the moment at which the card begins to run and the first frame. */
const SETTLE_BEATS = 1000;
const BEATS_ALIGN = 5;

/** The card of a simulated bench, which runs in wall time before and after; its console is served all the while. */
export function simulatedFeed(nic: Nic): FeedDevice {
  return {
    name: nic.device,
    limits: limitsOf(nic),
    input: {
      push: (port, arrivalBeats, bytes, length) => nic.pushFrame(port, arrivalBeats, bytes, length, false),
      end: () => nic.endOfInput(),
      drained: () => nic.drained(),
    },
    begin: (config) => {
      nic.stop();
      nic.configure(config);
      nic.reopenInput();
      nic.start('virtual');
      return Math.ceil((nic.timeBeats() + SETTLE_BEATS) / BEATS_ALIGN) * BEATS_ALIGN;
    },
    poll: (sink, maxSlots) => nic.poll(sink, maxSlots),
    end: () => {
      nic.stop();
      rest(nic);
      nic.start('wall');
      return false;
    },
  };
}

/** Opens a real card, which resets it. Throws NicError and NicLibraryError. */
export function openPcieFeed(device: string): FeedDevice {
  const nic = Nic.open(device, { slotsLog2: SLOTS_LOG2 });
  return {
    name: device,
    limits: limitsOf(nic),
    begin: (config) => {
      nic.configure(config);
      nic.start('wall');
      return 0;
    },
    poll: (sink, maxSlots) => nic.poll(sink, maxSlots),
    end: () => {
      rest(nic);
      nic.close();
      return true;
    },
  };
}

function limitsOf(nic: Nic): FeedDevice['limits'] {
  const { channels, matchEntries } = nic.identity();
  return { channels, matchEntries };
}

/** As after power-up: no frames, no records, no lines. */
function rest(nic: Nic): void {
  const { channels, matchEntries } = nic.identity();
  const controls = [
    DEVICE.BASE + DEVICE.CONTROL,
    RING.BASE + RING.CONTROL,
    ...Array.from({ length: channels }, (_, n) => CHANNEL.BASE + n * CHANNEL.STRIDE + CHANNEL.CONTROL),
    ...Array.from({ length: matchEntries }, (_, n) => MATCH.BASE + n * MATCH.STRIDE + MATCH.CONTROL),
  ];
  nic.writeRegisters(
    controls,
    controls.map(() => 0),
  );
}
