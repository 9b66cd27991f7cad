/** SoupBinTCP 3.0: the packets of both sides. Each is a big-endian length of what follows it, a type, and a payload. */
import { alpha, get16, put16, putAlpha } from '../big-endian.js';

/** Packet types, as the bytes on the wire. */
export const SoupType = {
  debug: 0x2b,
  loginAccepted: 0x41,
  loginRejected: 0x4a,
  sequencedData: 0x53,
  serverHeartbeat: 0x48,
  endOfSession: 0x5a,
  loginRequest: 0x4c,
  unsequencedData: 0x55,
  clientHeartbeat: 0x52,
  logoutRequest: 0x4f,
} as const;

/** Bytes before the payload. */
export const SOUP_HEADER_BYTES = 3;
export const MAX_SOUP_PAYLOAD_BYTES = 65_534;
/** With their headers. */
export const LOGIN_REQUEST_BYTES = 49;
export const LOGIN_ACCEPTED_BYTES = 33;

/** Login Rejected: not authorised (user name or password), or no such session. */
export const SoupReject = { notAuthorized: 0x41, noSuchSession: 0x53 } as const;

export interface LoginRequest {
  /** Up to 6 letters or digits. */
  readonly username: string;
  /** Up to 10. */
  readonly password: string;
  /** Blank: the session that runs now. */
  readonly session: string;
  /** 1 from the start; 0 from the next message on. */
  readonly sequenceNumber: number;
}

export interface LoginAccepted {
  readonly session: string;
  /** Of the next sequenced message. */
  readonly sequenceNumber: number;
}

/** Writes the header of a packet whose payload is put behind it; returns where the payload goes. */
export function putSoupHeader(out: Uint8Array, at: number, type: number, payloadBytes: number): number {
  put16(out, at, payloadBytes + 1);
  out[at + 2] = type;
  return at + SOUP_HEADER_BYTES;
}

/** A packet without a payload: heartbeats, end of session, logout. Returns its length. */
export function putSoupSignal(out: Uint8Array, at: number, type: number): number {
  putSoupHeader(out, at, type, 0);
  return SOUP_HEADER_BYTES;
}

export function putLoginRequest(out: Uint8Array, at: number, login: LoginRequest): number {
  const body = putSoupHeader(out, at, SoupType.loginRequest, LOGIN_REQUEST_BYTES - SOUP_HEADER_BYTES);
  putAlpha(out, body, 6, login.username);
  putAlpha(out, body + 6, 10, login.password);
  putAlpha(out, body + 16, 10, login.session.padStart(10));
  putAlpha(out, body + 26, 20, String(login.sequenceNumber).padStart(20));
  return LOGIN_REQUEST_BYTES;
}

export function putLoginAccepted(out: Uint8Array, at: number, accepted: LoginAccepted): number {
  const body = putSoupHeader(out, at, SoupType.loginAccepted, LOGIN_ACCEPTED_BYTES - SOUP_HEADER_BYTES);
  putAlpha(out, body, 10, accepted.session.padStart(10));
  putAlpha(out, body + 10, 20, String(accepted.sequenceNumber).padStart(20));
  return LOGIN_ACCEPTED_BYTES;
}

export function putLoginRejected(out: Uint8Array, at: number, reason: number): number {
  out[putSoupHeader(out, at, SoupType.loginRejected, 1)] = reason;
  return SOUP_HEADER_BYTES + 1;
}

/** Undefined when the payload, from `start` to `end`, is no login request. */
export function readLoginRequest(bytes: Uint8Array, start: number, end: number): LoginRequest | undefined {
  if (end - start !== LOGIN_REQUEST_BYTES - SOUP_HEADER_BYTES) return undefined;
  const sequenceNumber = asciiNumber(bytes, start + 26, 20);
  if (Number.isNaN(sequenceNumber)) return undefined;
  return {
    username: alpha(bytes, start, 6).trim(),
    password: alpha(bytes, start + 6, 10).trim(),
    session: alpha(bytes, start + 16, 10).trim(),
    sequenceNumber,
  };
}

/** Undefined when the payload, from `start` to `end`, is no Login Accepted. */
export function readLoginAccepted(bytes: Uint8Array, start: number, end: number): LoginAccepted | undefined {
  if (end - start !== LOGIN_ACCEPTED_BYTES - SOUP_HEADER_BYTES) return undefined;
  const sequenceNumber = asciiNumber(bytes, start + 10, 20);
  if (!(sequenceNumber >= 1)) return undefined;
  return { session: alpha(bytes, start, 10).trim(), sequenceNumber };
}

/** Digits with spaces before, and by some senders behind; blank is 0. NaN when it is anything else, or 2^53 and above. */
function asciiNumber(bytes: Uint8Array, at: number, size: number): number {
  const text = alpha(bytes, at, size).trim();
  if (!/^\d*$/.test(text)) return NaN;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : NaN;
}

/** Length of the packet that starts at `at`, its length field included; what its length field says must be 1 or more. */
export function soupPacketBytes(bytes: Uint8Array, at: number): number {
  return get16(bytes, at) + 2;
}
