/** Prints `docs/driver-api.md`: the reference of the C ABI, from its header and the example program. */
import { readHeader, type HeaderField, type HeaderItem } from './c-header.js';

const SIZES: Record<string, number> = { char: 1, uint8_t: 1, uint32_t: 4, int32_t: 4, uint64_t: 8 };

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const rule = (columns: number): string => row(...Array.from({ length: columns }, () => '---'));

const THREADS = `Every function may be called from any thread, and from several at once. Calls to one device are served one at a time; calls to
different devices do not wait for each other. \`cf_error_text\` is the calling thread's own. A running device has a thread of its
own (\`crossfeed-sim\` or \`crossfeed-pcie\`), which takes no signals and calls nothing of the program's. \`cf_close\` waits for calls
that are under way; later ones get CF_E_CLOSED. After \`fork\` only the parent may use its devices.`;

const RING = `Records lie in CF_REGION_RING as slots of 64 bytes; a record takes one or two, and [register-map.md](register-map.md) has their layout. The
ring is the host's to read without a call:

1. Load CF_CTL_PRODUCER (acquire). Slots from the own index up to it are there, slot \`i\` at \`i\` modulo the number of slots. The last word of
   each is its lap, \`i / slots + 1\`: a slot that was overwritten is recognised by it.
2. Read them, then store the new index into CF_CTL_CONSUMER. When CF_CTL_WAIT is CF_WAIT_CREDIT after that, ring the doorbell.
3. Nothing new: store the own index into CF_CTL_ARM_INDEX and 1 into CF_CTL_ARM, load CF_CTL_PRODUCER once more, and if it is still the
   same wait for \`cf_interrupt_fd\`. The stores and the load are sequentially consistent, so that no wake-up is lost.
4. When CF_CTL_FAULT is not 0 the device has failed, and \`cf_status_read\` says why.

The card writes records only while it has credit. The driver passes the consumer index on (register ring.CREDIT) when an eighth of
the ring is free again or less than half of it is; without credit records are dropped whole, counted, and followed by a Loss record.
A write of 0 to ring.CONTROL begins anew: both indices are 0.`;

const MEMORY = `| region | simulated card | real card |
| --- | --- | --- |
| CF_REGION_CONTROL | 4 KiB | the same, locked in memory; the card writes its first word alone |
| CF_REGION_RING | 64 bytes × 2^slots_log2 | the same, locked in memory and mapped for the card |
| CF_REGION_INGRESS | 2^ingress_log2 bytes | none |
| CF_REGION_LATENCY | histograms | none |

Bus addresses are the same for either kind: 0x1_0000_0000 for slot 0, 0x8_0000_0000 for the control words. Registers are not memory of
the program: they are reached by \`cf_reg_*\` alone, on a real card through BAR 0 (256 KiB).`;

/** Byte offsets as every C compiler has them for these types: each field on a multiple of its size. */
function withOffsets(fields: readonly HeaderField[]): (HeaderField & { readonly offset: number })[] {
  let at = 0;
  return fields.map((field) => {
    const match = /^(\w+) \w+(?:\[(\d+)\])?;$/.exec(field.declaration);
    const size = match ? SIZES[match[1]!] : undefined;
    if (match === null || size === undefined)
      throw new Error(`a field of a type that is not known: ${field.declaration}`);
    const offset = Math.ceil(at / size) * size;
    at = offset + size * Number(match[2] ?? 1);
    return { ...field, offset };
  });
}

function constants(item: HeaderItem & { kind: 'constants' }): string[] {
  const rows = item.constants.map(({ name, value, doc }) =>
    row(name, value.replaceAll(/^\((.*)\)$/g, '$1').replace(/u$/, ''), doc),
  );
  return [...(item.doc === '' ? [] : [item.doc, '']), row('constant', 'value', 'what'), rule(3), ...rows, ''];
}

function functionText(item: HeaderItem & { kind: 'function' }, before: string | undefined): string[] {
  const [text = '', errors] = item.doc.split('\n\nErrors: ');
  const out = [`### ${item.name}`, '', '```c', item.prototype, '```', ''];
  if (text !== '') out.push(text, '');
  else if (item.doc === '') out.push(before === undefined ? 'See the constants above.' : `As \`${before}\`.`, '');
  if (errors !== undefined) out.push(`**Errors:** ${errors}`, '');
  return out;
}

/** @param example the text of `driver/example/records.c` */
export function emitApi(header: string, example: string): string {
  const items = readHeader(header);
  const first = items.shift();
  if (first?.kind !== 'text') throw new Error('the header does not begin with what it is');
  const [title = '', ...about] = first.doc.split('\n\n');
  const out = [
    '<!-- Generated from driver/include/crossfeed.h and driver/example/records.c by `npm run generate`; do not edit. -->',
    '',
    '# The driver: C reference',
    '',
    title,
    '',
    '```c',
    '#include <crossfeed.h>        /* driver/include */',
    '#include <crossfeed_layout.h> /* register addresses and record offsets, generated */',
    '```',
    '',
    'Link with `-Ldriver/build -lcrossfeed` (`make -C driver`).',
    '',
    about.join('\n\n'),
    '',
    '## Threads',
    '',
    THREADS,
    '',
    '## Memory',
    '',
    MEMORY,
    '',
    '## Reading records',
    '',
    RING,
    '',
    '## Version and errors',
    '',
  ];
  let before: string | undefined;
  for (const item of items) {
    if (item.kind === 'section') out.push(`## ${item.title.charAt(0).toUpperCase()}${item.title.slice(1)}`, '');
    else if (item.kind === 'text') out.push(item.doc, '');
    else if (item.kind === 'constants') out.push(...constants(item));
    else if (item.kind === 'function') out.push(...functionText(item, before));
    else {
      out.push(
        `### struct ${item.name}`,
        '',
        ...(item.doc === '' ? [] : [item.doc, '']),
        row('offset', 'field', 'what'),
        rule(3),
      );
      for (const { offset, declaration, doc } of withOffsets(item.fields))
        out.push(row(String(offset), `\`${declaration}\``, doc));
      out.push('');
    }
    before = item.kind === 'function' ? (item.doc === '' ? before : item.name) : undefined;
  }
  out.push(
    '## Example',
    '',
    '`driver/example/records.c`, which `make -C driver check` builds and runs:',
    '',
    '```c',
    example.trimEnd(),
    '```',
    '',
  );
  out.push(
    '## See also',
    '',
    '[register-map.md](register-map.md), [architecture.md](architecture.md), [porting-to-a-card.md](porting-to-a-card.md)',
    '',
  );
  return out.join('\n');
}
