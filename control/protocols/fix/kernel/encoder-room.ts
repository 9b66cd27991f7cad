/**
 * Room in the kernel's memory for the messages of encoders: pieces of 4 KiB and its doubles. A piece that was outgrown is given to the next who
 * needs one as long; others are kept by their encoder for good, because a view of them may outlive it. When all are given away, encoders
 * work in memory of their own, without the kernel.
 */
import { heap } from './kernel.js';
import { Place } from './memory.js';

const LEAST_BYTES = 4096;
/** What the kernel may write behind the last byte that was asked for. */
export const ROOM_SLACK_BYTES = 32;

/** By the logarithm of their size, above that of the least. */
const outgrown: number[][] = [];
let next: number = Place.encoders;

/** A piece of at least so many bytes, besides the slack; undefined when there is none. */
export function takeRoom(bytes: number): { readonly at: number; readonly bytes: number } | undefined {
  const level = Math.max(0, Math.ceil(Math.log2((bytes + ROOM_SLACK_BYTES) / LEAST_BYTES)));
  const size = LEAST_BYTES * 2 ** level;
  let at = outgrown[level]?.pop();
  if (at === undefined) {
    if (next + size > Place.encodersEnd) return undefined;
    at = next;
    next += size;
  }
  return { at, bytes: size - ROOM_SLACK_BYTES };
}

/** Nobody needs what is in it. */
export function giveRoom(at: number, bytes: number): void {
  const level = Math.log2((bytes + ROOM_SLACK_BYTES) / LEAST_BYTES);
  (outgrown[level] ??= []).push(at);
}

/** Ready-made fields of all sessions: what has no place here any more is written from where it is. */
const READY_BYTES = 64 * 1024;
let readyAt = 0;
let readyEnd = 0;

/** Keeps a copy of some bytes for good; answers where it is, 0 when there is no place. */
export function keepReady(bytes: Uint8Array): number {
  if (readyEnd === 0) {
    readyAt = takeRoom(READY_BYTES - ROOM_SLACK_BYTES)?.at ?? 0;
    readyEnd = readyAt === 0 ? -1 : readyAt + READY_BYTES - ROOM_SLACK_BYTES;
  }
  if (readyAt + bytes.length > readyEnd) return 0;
  const at = readyAt;
  heap.set(bytes, at);
  readyAt += bytes.length;
  return at;
}
