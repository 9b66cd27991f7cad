/** Numbers as the page shows them. Money stays in integers until it is text. */
import { PRICE_SCALE } from '../../../control/core/status/rows.js';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0, useGrouping: true });
/** As wide as a digit, so that prices with two and with four decimals line up. */
const FIGURE_SPACE = '\u2007';
export const NONE = '–';

export function count(value: number): string {
  return grouped.format(value);
}

/** A price in units of 1/10,000, with two decimals, or four where it has them; empty for none. */
export function price(units: number): string {
  if (units === 0) return '';
  const whole = Math.floor(units / PRICE_SCALE);
  const fraction = units - whole * PRICE_SCALE;
  const digits = String(fraction).padStart(4, '0');
  const decimals = fraction % 100 === 0 ? digits.slice(0, 2) + FIGURE_SPACE + FIGURE_SPACE : digits;
  return `${grouped.format(whole)}.${decimals}`;
}

/** The distance of two prices, which may be negative (a crossed book). */
export function spread(bid: number, ask: number): string {
  if (bid === 0 || ask === 0) return '';
  const difference = ask - bid;
  if (difference === 0) return `0.00${FIGURE_SPACE}${FIGURE_SPACE}`;
  return difference < 0 ? `−${price(-difference)}` : price(difference);
}

export function share(part: number, whole: number): string {
  if (whole <= 0) return NONE;
  const percent = (part / whole) * 100;
  if (percent !== 0 && percent < 0.01) return '<0.01 %';
  return `${percent.toFixed(percent < 10 ? 2 : 1)} %`;
}

export function rate(perSecond: number): string {
  return perSecond >= 100_000 ? `${(perSecond / 1000).toFixed(0)} k/s` : `${grouped.format(Math.round(perSecond))}/s`;
}

export function age(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return duration(ms);
}

export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** For how long something has been so, in the two units that matter; no decimals, which would only flicker: `18 s`, `2 min 5 s`, `3 h 12 min`. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} min ${seconds % 60} s`;
  return days === 0 ? `${hours} h ${minutes % 60} min` : `${days} d ${hours % 24} h`;
}

/** The same where there is little room: `2 min`. */
export function roughly(ms: number): string {
  return lasting(ms).split(' ').slice(0, 2).join(' ');
}

export function clockTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 19);
}

/** NIC time: seconds with microseconds, in groups of three. */
export function nicTime(ns: number): string {
  const seconds = Math.floor(ns / 1e9);
  const micros = String(Math.floor((ns - seconds * 1e9) / 1000)).padStart(6, '0');
  return `${grouped.format(seconds)}.${micros.slice(0, 3)} ${micros.slice(3)} s`;
}

export function bytes(value: number): string {
  if (value < 1e4) return `${count(value)} B`;
  if (value < 1e6) return `${(value / 1e3).toFixed(1)} kB`;
  if (value < 1e9) return `${(value / 1e6).toFixed(1)} MB`;
  return `${(value / 1e9).toFixed(1)} GB`;
}

/** With a minus that is as wide as a plus, and no minus before zero. */
export function signed(value: number, places: number): string {
  const text = Math.abs(value).toFixed(places);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** `badIpv4Header` becomes `bad IPv4 header`. */
export function words(name: string): string {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced
    .replace(/\bipv4\b/, 'IPv4')
    .replace(/\budp\b/, 'UDP')
    .replace(/\bfcs\b/, 'FCS');
}

/** `1.2 µs`, `350 ns`. */
export function nanoseconds(ns: number): string {
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  const [value, unit] = ns < 1e6 ? [ns / 1e3, 'µs'] : ns < 1e9 ? [ns / 1e6, 'ms'] : [ns / 1e9, 's'];
  return `${value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, '')} ${unit}`;
}

/** UTC with the day, where it is not today: `11-23 14:05:01`. */
export function moment(epochMs: number, nowEpochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return text.slice(0, 10) === new Date(nowEpochMs).toISOString().slice(0, 10)
    ? text.slice(11, 19)
    : `${text.slice(5, 10)} ${text.slice(11, 19)}`;
}
