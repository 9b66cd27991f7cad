/** The kernel's quick way over a message: its fields begin as those of a layout do, so that only places are left to be noted. */
import { define, i32, i64, leave, push, when, type Local } from '../../web-assembly/assembler.js';
import { Block, Layout } from './memory.js';
import { scan } from './scan.js';

/**
 * match(start, end, shift, block, layout): notes where the values of [start, end) lie, less `shift`, and answers the sum of its bytes; -1 when it
 * does not have the layout's fields.
 */
export const match = define('match', 5, (args, local) => {
  const [start, end, shift, into, layout] = args as [Local, Local, Local, Local, Local];
  const stop = local('i32');
  const sum = local('i32');
  const field = local('i32');
  const entry = local('i32');
  const last = local('i32');
  const next = local('i32');
  const noteField = [
    // The entry behind the last one fits no field.
    when(
      i64.ne(i64.and(i64.load(field), i64.load(entry, Layout.maskOffset)), i64.load(entry, Layout.headOffset)),
      leave(-1),
    ),
    i32.store(next, i32.sub(i32.add(field, i32.load(entry, Layout.widthOffset)), shift)),
    i32.store(next, i32.sub(stop, shift), 4),
    field.set(i32.add(stop, 1)),
    entry.set(i32.add(entry, Layout.entryBytes)),
    next.set(i32.add(next, 8)),
  ];
  return [
    field.set(start),
    entry.set(i32.add(layout, Layout.entriesOffset)),
    last.set(i32.add(entry, i32.mul(i32.load(layout, Layout.count), Layout.entryBytes))),
    next.set(i32.add(into, 4 * Block.headWords)),
    ...scan(start, end, stop, 1, sum, local, noteField),
    when(i32.ne(entry, last), leave(-1)),
    i32.store(into, i32.load(layout, Layout.number), 4 * Block.layout),
    push(sum),
  ];
});
