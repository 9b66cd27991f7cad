import { mkdirSync } from 'node:fs';

/** Tests leave screenshots and waveforms in artifacts/; it has to be there. */
export default function setup() {
  mkdirSync(new URL('../artifacts/', import.meta.url), { recursive: true });
}
