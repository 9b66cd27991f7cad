/** A real Chromium, and what the dashboard's page shows in it. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { installationRoot } from '../../control/core/world-installation.js';

export const chromiumPath = process.env['CROSSFEED_CHROMIUM'] ?? '/usr/bin/chromium';
export const hasChromium = existsSync(chromiumPath);

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, and what the console was told in anger. */
  readonly complaints: string[];
}

export async function open(browser: Browser, url: string, theme: 'dark' | 'light' = 'dark'): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, colorScheme: theme });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  await page.goto(url);
  return { page, complaints };
}

/** Goes to a view as a person does. */
export async function show(page: Page, view: string): Promise<void> {
  await page.click(`nav.views >> a[href="#${view}"]`);
  await page.waitForSelector(`[data-view="${view}"]`);
}

export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(installationRoot(), 'artifacts', 'dashboard');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Milliseconds from what an age cell says. */
export function ageMs(text: string): number {
  const [value, unit] = text.split(' ');
  return Number(value) * (unit === 's' ? 1000 : 1);
}
