/**
 * Just enough of an assembler to write small WebAssembly functions as expressions:
 *
 *     i32.add(at, 1)                                     an instruction behind its operands
 *     at.set(i32.add(at, 1))                             a local
 *     loop((again) => [..., again.if(i32.lt_u(at, end))])   a label, that a branch names
 *
 * Encodings: WebAssembly Core Specification 2.0, chapter 5 (binary format). Nothing is checked here: the engine validates the module.
 */

/** Bytes of an expression, inside of that many blocks. */
export type Code = (depth: number) => readonly number[];
/** A number is an i32, a bigint an i64; doubles are `f64.of`. */
export type Operand = Code | Local | number | bigint;

const valueTypes = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;
const NO_TYPE = 0x40;

export class Local {
  constructor(
    private readonly index: number,
    readonly type: ValueType,
  ) {}

  readonly get: Code = () => [0x20, ...unsigned(this.index)];

  set(value: Operand): Code {
    return (depth) => [...push(value)(depth), 0x21, ...unsigned(this.index)];
  }
}

export interface Label {
  readonly go: Code;
  readonly if: (condition: Operand) => Code;
}

/** What an operand puts on the stack. */
export function push(operand: Operand): Code {
  if (operand instanceof Local) return operand.get;
  if (typeof operand === 'number') return () => [0x41, ...signed(BigInt(operand | 0))];
  if (typeof operand === 'bigint') return () => [0x42, ...signed(BigInt.asIntN(64, operand))];
  return operand;
}

function all(codes: readonly Code[], depth: number): number[] {
  return codes.flatMap((one) => one(depth));
}

type Instruction<Operands extends readonly Operand[]> = (...operands: Operands) => Code;

function plain<Operands extends readonly Operand[]>(...bytes: readonly number[]): Instruction<Operands> {
  return (...operands) =>
    (depth) => [...operands.flatMap((operand) => push(operand)(depth)), ...bytes];
}
const unary = plain<[Operand]>;
const binary = plain<[Operand, Operand]>;

/** No alignment is promised. @param offset is added to the address */
function load(...bytes: readonly number[]): (address: Operand, offset?: number) => Code {
  return (address, offset = 0) =>
    (depth) => [...push(address)(depth), ...bytes, 0, ...unsigned(offset)];
}

function store(...bytes: readonly number[]): (address: Operand, value: Operand, offset?: number) => Code {
  return (address, value, offset = 0) =>
    (depth) => [...push(address)(depth), ...push(value)(depth), ...bytes, 0, ...unsigned(offset)];
}

export const i32 = {
  load: load(0x28),
  load8_u: load(0x2d),
  load16_u: load(0x2f),
  store: store(0x36),
  store8: store(0x3a),
  store16: store(0x3b),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  lt_s: binary(0x48),
  lt_u: binary(0x49),
  gt_s: binary(0x4a),
  gt_u: binary(0x4b),
  ge_s: binary(0x4e),
  ge_u: binary(0x4f),
  clz: unary(0x67),
  ctz: unary(0x68),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  div_u: binary(0x6e),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shr_u: binary(0x76),
  wrap_i64: unary(0xa7),
} as const;

export const i64 = {
  load: load(0x29),
  store: store(0x37),
  eqz: unary(0x50),
  ne: binary(0x52),
  reinterpret_f64: unary(0xbd),
  ctz: unary(0x7a),
  add: binary(0x7c),
  sub: binary(0x7d),
  mul: binary(0x7e),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shl: binary(0x86),
  shr_u: binary(0x88),
  extend_i32_u: unary(0xad),
} as const;

export const f64 = {
  of: (value: number): Code => {
    const bytes = [...new Uint8Array(Float64Array.of(value).buffer)];
    return () => [0x44, ...bytes];
  },
  load: load(0x2b),
  store: store(0x39),
  eq: binary(0x61),
  ne: binary(0x62),
  lt: binary(0x63),
  gt: binary(0x64),
  le: binary(0x65),
  ge: binary(0x66),
  neg: unary(0x9a),
  floor: unary(0x9c),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  convert_i32_s: unary(0xb7),
  reinterpret_i64: unary(0xbf),
} as const;

/** The first operand where the condition is not 0, else the second; both are worked out. */
export const either = plain<[first: Operand, second: Operand, condition: Operand]>(0x1b);

export const v128 = {
  load: load(0xfd, 0x00),
  /** 64 bits, and zeros above them. */
  load64_zero: load(0xfd, 0x5d),
  store: store(0xfd, 0x0b),
  and: binary(0xfd, 0x4e),
  or: binary(0xfd, 0x50),
  any_true: unary(0xfd, 0x53),
  /** Bits of the first vector where the last one's are set, else of the second. */
  bitselect: plain<[first: Operand, second: Operand, where: Operand]>(0xfd, 0x52),
  /** The vector with 64 bits from memory in one of its halves. */
  load64_lane: (address: Operand, vector: Operand, lane: 0 | 1, offset = 0): Code =>
    plain<[Operand, Operand]>(0xfd, 0x57, 0, ...unsigned(offset), lane)(address, vector),
  store64_lane: (address: Operand, vector: Operand, lane: 0 | 1, offset = 0): Code =>
    plain<[Operand, Operand]>(0xfd, 0x5b, 0, ...unsigned(offset), lane)(address, vector),
} as const;

export const i8x16 = {
  /** Bytes of the first vector at the places that the second one names; 0 for places above 15. */
  swizzle: binary(0xfd, 0x0e),
  splat: unary(0xfd, 0x0f),
  eq: binary(0xfd, 0x23),
  lt_u: binary(0xfd, 0x26),
  le_u: binary(0xfd, 0x2a),
  ge_u: binary(0xfd, 0x2c),
  all_true: unary(0xfd, 0x63),
  /** One bit for the sign of each byte, the first byte's lowest. */
  bitmask: unary(0xfd, 0x64),
  sub: binary(0xfd, 0x71),
} as const;

export const i16x8 = {
  extadd_pairwise_i8x16_u: unary(0xfd, 0x7d),
  add: binary(0xfd, 0x8e, 0x01),
} as const;

export const i32x4 = {
  splat: unary(0xfd, 0x11),
  replace_lane: (vector: Operand, lane: number, value: Operand): Code =>
    plain<[Operand, Operand]>(0xfd, 0x1c, lane)(vector, value),
  extract_lane: (vector: Operand, lane: number): Code => plain<[Operand]>(0xfd, 0x1b, lane)(vector),
  extadd_pairwise_i16x8_u: unary(0xfd, 0x7f),
  add: binary(0xfd, 0xae, 0x01),
  mul: binary(0xfd, 0xb5, 0x01),
} as const;

export const i64x2 = {
  splat: unary(0xfd, 0x12),
  extract_lane: (vector: Operand, lane: 0 | 1): Code => plain<[Operand]>(0xfd, 0x1d, lane)(vector),
  /** One bit for the sign of each half, the first half's lowest. */
  bitmask: unary(0xfd, 0xc4, 0x01),
  shl: binary(0xfd, 0xcb, 0x01),
  add: binary(0xfd, 0xce, 0x01),
  sub: binary(0xfd, 0xd1, 0x01),
  eq: binary(0xfd, 0xd6, 0x01),
} as const;

/** A vector's first half beside the second vector's, and its second half beside the second vector's. */
export const halves = {
  first: plain<[Operand, Operand]>(0xfd, 0x0d, ...[0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]),
  second: plain<[Operand, Operand]>(0xfd, 0x0d, ...[8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31]),
  /** The second half of the first vector before the first half of the second. */
  across: plain<[Operand, Operand]>(0xfd, 0x0d, ...[8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
} as const;

export const f64x2 = {
  of: (first: number, second: number): Code => {
    const bytes = [...new Uint8Array(Float64Array.of(first, second).buffer)];
    return () => [0xfd, 0x0c, ...bytes];
  },
  splat: unary(0xfd, 0x14),
  extract_lane: (vector: Operand, lane: 0 | 1): Code => plain<[Operand]>(0xfd, 0x21, lane)(vector),
  eq: binary(0xfd, 0x47),
  lt: binary(0xfd, 0x49),
  gt: binary(0xfd, 0x4a),
  add: binary(0xfd, 0xf0, 0x01),
  sub: binary(0xfd, 0xf1, 0x01),
  mul: binary(0xfd, 0xf2, 0x01),
  /** The second where it is less, else the first; of `pmax` the second where it is more. */
  pmin: binary(0xfd, 0xf6, 0x01),
  pmax: binary(0xfd, 0xf7, 0x01),
} as const;

export const memoryFill = plain<[address: Operand, value: Operand, bytes: Operand]>(0xfc, 0x0b, 0x00);
export const leave = plain<[result: Operand]>(0x0f);

function labelled(opcode: number, body: (label: Label) => readonly Code[]): Code {
  return (depth) => {
    const at = depth + 1;
    const branch = (byte: number, condition: readonly Operand[]): Code => {
      return (from) => [...condition.flatMap((operand) => push(operand)(from)), byte, ...unsigned(from - at)];
    };
    const label: Label = { go: branch(0x0c, []), if: (condition) => branch(0x0d, [condition]) };
    return [opcode, NO_TYPE, ...all(body(label), at), 0x0b];
  };
}

/** Branches to its label leave it. */
export function block(body: (exit: Label) => readonly Code[]): Code {
  return labelled(0x02, body);
}

/** Branches to its label begin it again; it is left at its end. */
export function loop(body: (again: Label) => readonly Code[]): Code {
  return labelled(0x03, body);
}

export function when(condition: Operand, ...then: readonly Code[]): Code {
  return (depth) => [...push(condition)(depth), 0x04, NO_TYPE, ...all(then, depth + 1), 0x0b];
}

/** Does cases[index], the last one for an index beyond them. */
export function select(index: Operand, cases: readonly (readonly Code[])[]): Code {
  const last = cases.length - 1;
  return (depth) => [
    // A block around everything, and one for each case, the first one's innermost: behind its end stands the case.
    ...Array.from({ length: cases.length + 1 }, () => [0x02, NO_TYPE]).flat(),
    ...push(index)(depth + cases.length + 1),
    ...[0x0e, ...unsigned(last), ...cases.keys()],
    ...cases.flatMap((one, i) => [0x0b, ...all(one, depth + 1 + last - i), 0x0c, ...unsigned(last - i)]),
    0x0b,
  ];
}

/** What takes i32s and gives one. */
export interface WasmFunction {
  readonly name: string;
  readonly params: number;
  readonly locals: readonly ValueType[];
  readonly body: readonly number[];
}

/** A call of the function with that number in its module. */
export function call(number: number, ...operands: readonly Operand[]): Code {
  return plain<readonly Operand[]>(0x10, ...unsigned(number))(...operands);
}

/** A function whose locals come from `local`, and whose last expression is its result. */
export function define(
  name: string,
  params: number,
  build: (args: readonly Local[], local: (type: ValueType) => Local) => readonly Code[],
): WasmFunction {
  const args = Array.from({ length: params }, (_, i) => new Local(i, 'i32'));
  const locals: ValueType[] = [];
  const codes = build(args, (type) => new Local(params + locals.push(type) - 1, type));
  return { name, params, locals, body: all(codes, 0) };
}

/** A module of these functions, exported by their names, and one memory that it imports as `env.memory`. */
export function assemble(functions: readonly WasmFunction[], memoryPages: number): Uint8Array<ArrayBuffer> {
  const { i32: i32Type } = valueTypes;
  const types = functions.map(({ params }) => [0x60, ...list(Array<number[]>(params).fill([i32Type])), 1, i32Type]);
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(memoryPages)];
  const bodies = functions.map(({ locals, body }) => {
    const content = [...list(locals.map((type) => [1, valueTypes[type]])), ...body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]),
    ),
    ...section(10, bodies),
  ]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(name: string): number[] {
  return [...unsigned(name.length), ...Array.from(name, (char) => char.charCodeAt(0))];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -64n || rest > 63n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest & 0x7fn));
  return bytes;
}
