/** A card whose records arrive in host memory with a wrong bit in one of them. */
import { SLOT_BYTES } from '../../../control/core/generated/records.js';
import type { FeedDevice } from '../feed/feed-device.js';

/** In the sequence number of the record in this slot. */
const SLOT = 20;
const BYTE = 9;
const BIT = 0x04;

export function damagedFeed(device: FeedDevice): FeedDevice {
  return {
    ...device,
    poll: (sink, maxSlots) =>
      device.poll(
        {
          onRecords: (ring, first, end) => {
            if (first <= SLOT && SLOT < end) ring.u8[(SLOT & ring.mask) * SLOT_BYTES + BYTE]! ^= BIT;
            sink.onRecords(ring, first, end);
          },
        },
        maxSlots,
      ),
  };
}
