/** What axe-core finds wrong with what is on screen. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** In words; empty: nothing. @param what `colours`: in a second theme nothing else differs */
export async function violations(page: Page, what: 'all' | 'colours'): Promise<string[]> {
  // The policy of the page allows no script of ours: the browser's own console does.
  await page.evaluate(axe);
  // Only what is wrong is told in full: most of the time goes into the rest.
  const rules = what === 'all' ? '' : "runOnly: ['color-contrast'], ";
  const found: readonly Violation[] = await page.evaluate(
    `axe.run(document, { ${rules}resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
