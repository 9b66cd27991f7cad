/** PITCH 2 from unit blocks: all book fields of every message. */
import { UNIT_HEADER_BYTES } from '../../../control/protocols/pitch2/unit.js';
import type { PitchView } from '../../../control/protocols/pitch2/view.js';

/** Decodes the blocks from `start` to `end`; returns what was read, mixed together. `counts[0]` takes the messages. */
export function decodePitchFile(
  view: PitchView,
  bytes: Uint8Array,
  start: number,
  end: number,
  counts: Float64Array,
): number {
  let sum = 0;
  let block = start;
  let messages = 0;
  while (block < end) {
    const blockEnd = block + (bytes[block]! | (bytes[block + 1]! << 8));
    let at = block + UNIT_HEADER_BYTES;
    while (at < blockEnd) {
      view.moveTo(at);
      sum = (sum + readPitchFields(view)) | 0;
      messages++;
      at += bytes[at]!;
    }
    block = blockEnd;
  }
  counts[0] = counts[0]! + messages;
  return sum;
}

/** Shortest message about an order. */
const ORDER_BYTES = 14;

/**
 * Reads every field that a book needs of the message that the view is on. What most messages have is read in one place, and the
 * rest in one function for each kind, as a book has them: there are bounds to what the compiler inlines.
 */
export function readPitchFields(view: PitchView): number {
  if (!view.isKnownLength || view.length < ORDER_BYTES) return readShortest(view);
  const common = view.timeOffset ^ view.orderIdLo ^ view.orderIdHi;
  switch (view.type) {
    case 0x22:
      return common ^ readShortAdd(view);
    case 0x29:
      return common;
    case 0x28:
      return common ^ readShortModification(view);
    case 0x23:
      return common ^ readExecution(view);
    case 0x26:
      return common ^ view.shortChangedQuantity;
    case 0x21:
      return common ^ readLongAdd(view);
    case 0x27:
      return common ^ readLongModification(view);
    default:
      return common ^ readRare(view);
  }
}

/** Time and its like, and what is not known. */
function readShortest(view: PitchView): number {
  return view.isKnownLength ? view.time : view.length;
}

function readRare(view: PitchView): number {
  switch (view.type) {
    case 0x2f:
    case 0x30:
      return readExpandedAdd(view);
    case 0x25:
      return view.changedQuantity;
    case 0x24:
      return readPricedExecution(view);
    case 0x2a:
      return readLongAdd(view);
    case 0x2b:
      return readShortAdd(view);
    case 0x31:
      return view.tradingStatus;
    default:
      return 0;
  }
}

function readShortAdd(view: PitchView): number {
  return (
    view.side ^ view.shortQuantity ^ view.shortSymbolLo ^ view.shortSymbolHi ^ view.shortPrice ^ view.shortAddFlags
  );
}

function readLongAdd(view: PitchView): number {
  return view.side ^ view.quantity ^ view.symbolLo ^ view.symbolHi ^ view.priceLo ^ view.priceHi ^ view.addFlags;
}

function readExpandedAdd(view: PitchView): number {
  return (
    view.side ^
    view.quantity ^
    view.symbolLo ^
    view.expandedSymbolHi ^
    view.expandedPriceLo ^
    view.expandedPriceHi ^
    view.expandedAddFlags
  );
}

function readShortModification(view: PitchView): number {
  return view.shortChangedQuantity ^ view.shortNewPrice ^ view.shortModifyFlags;
}

function readLongModification(view: PitchView): number {
  return view.changedQuantity ^ view.newPriceLo ^ view.newPriceHi ^ view.modifyFlags;
}

function readExecution(view: PitchView): number {
  return view.changedQuantity ^ view.executionIdLo ^ view.executionIdHi;
}

function readPricedExecution(view: PitchView): number {
  return (
    view.changedQuantity ^
    view.remainingQuantity ^
    view.pricedExecutionIdLo ^
    view.pricedExecutionIdHi ^
    view.executionPriceLo ^
    view.executionPriceHi
  );
}
