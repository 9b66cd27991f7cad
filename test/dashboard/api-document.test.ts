import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiDocument, DOCUMENT } from './api-document.js';

it('docs/api.md says what the schemas say', () => {
  expect(readFileSync(DOCUMENT, 'utf8'), 'run `npx tsx test/dashboard/api-document.ts`').toBe(apiDocument());
});
