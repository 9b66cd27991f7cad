/** How components are called where their kind is seen from where they stand. */
import type { Component } from '../../../../control/core/status/health.js';

/** Kinds whose column or row says what they are. */
const SAID: readonly Component['kind'][] = ['feed', 'session', 'process'];

/** `process exchange fixex` among processes is `exchange fixex`. */
export function nameOf({ kind, label }: Pick<Component, 'kind' | 'label'>): string {
  return SAID.includes(kind) && label.startsWith(`${kind} `) ? label.slice(kind.length + 1) : label;
}

/** Of `line/nasdaq-itch/A`: `nasdaq-itch`. */
export function feedOf({ id, label }: Pick<Component, 'id' | 'label'>): string {
  return id.split('/')[1] ?? label;
}

/** Of `line/nasdaq-itch/A`: `A`. */
export function lineOf({ id, label }: Pick<Component, 'id' | 'label'>): string {
  return id.split('/')[2] ?? label;
}
