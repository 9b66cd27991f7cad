/** Coverage points as Verilator writes them: of every instance of a module, how often a line was reached and how often a bit changed. */

export interface Point {
  readonly kind: 'line' | 'toggle';
  /** Base name of the source file. */
  readonly file: string;
  readonly module: string;
  /** The instance, from the top. */
  readonly instance: string;
  /** Of lines, all that the point stands for; of bits, the declaration. */
  readonly lines: readonly number[];
  /** Of bits, the signal with its index: `mem[3][7]`. */
  readonly signal: string;
  readonly count: number;
}

const FIELD = '\u0001';
const VALUE = '\u0002';

/** The points of a file. Throws RangeError for what is no such file. */
export function readPoints(text: string): Point[] {
  const points: Point[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('C ')) continue;
    const end = line.lastIndexOf("' ");
    const fields = new Map<string, string>();
    for (const field of line.slice(3, end).split(FIELD)) {
      const at = field.indexOf(VALUE);
      if (at > 0) fields.set(field.slice(0, at), field.slice(at + 1));
    }
    const point = pointOf(fields, Number(line.slice(end + 2)));
    if (point !== undefined) points.push(point);
  }
  if (points.length === 0) throw new RangeError('no coverage points: not a file of Verilator’s');
  return points;
}

function pointOf(fields: ReadonlyMap<string, string>, count: number): Point | undefined {
  const [page = '', module = ''] = (fields.get('page') ?? '').split('/');
  const isToggle = page === 'v_toggle';
  if (!isToggle && page !== 'v_line' && page !== 'v_branch') return undefined;
  const lines = isToggle ? [Number(fields.get('l'))] : linesOf(fields.get('S') ?? '');
  return {
    kind: isToggle ? 'toggle' : 'line',
    file: fields.get('f')?.split('/').at(-1) ?? '',
    module: module.split('__')[0]!,
    instance: fields.get('h') ?? '',
    lines,
    signal: isToggle ? (fields.get('o') ?? '') : '',
    count,
  };
}

/** `3,5-7` */
function linesOf(text: string): number[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}
