// A real Chromium for the tests of the web client: the one this machine has, else the one that npm
// brought along, else none, said aloud. It is started so that it talks to nobody but the pages the
// tests open. CHROMIUM_PATH names another program; CHROMIUM_PATH=none forces the one from npm.
import { spawnSync } from 'node:child_process';
import { chromium, type Browser, type Locator } from 'playwright-core';
import { unpackedChromium } from './chromium-pack.js';

const FLAGS = [
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A started headless browser, which the caller closes; null when none can run on this machine. */
export async function launchBrowser(): Promise<Browser | null> {
  const reasons: string[] = [];
  const installed = installedChromium();
  if (installed) {
    try {
      return await launch(installed);
    } catch (error) {
      reasons.push(firstLine(error));
    }
  }
  try {
    const { executable, libraries, fontConfig } = await unpackedChromium();
    const path = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    return await launch(executable, { LD_LIBRARY_PATH: path, FONTCONFIG_FILE: fontConfig });
  } catch (error) {
    reasons.push(firstLine(error));
  }
  process.stderr.write(`No browser can run here, its tests are skipped: ${reasons.join('; ')}\n`);
  return null;
}

/**
 * Clicks a button of a foreign frame, which is no longer there, or disabled, once it was clicked.
 * Chromium discards clicks on a frame that appeared or moved within the last half second, so that
 * nobody is made to click what they have not seen; a person clicks again, and so does this.
 */
export async function clickUntilTaken(enabled: Locator): Promise<void> {
  do await enabled.click();
  while ((await enabled.count()) > 0);
}

function installedChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named === 'none' ? undefined : named;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = spawnSync('which', [name], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.trim();
  }
  return undefined;
}

async function launch(
  executablePath: string,
  extra: Record<string, string> = {},
): Promise<Browser> {
  const env: Record<string, string> = { ...extra };
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) env[name] ??= value;
  }
  const start = (args: string[]) =>
    chromium.launch({ executablePath, headless: true, env, args: [...FLAGS, ...args] });
  const root = process.getuid?.() === 0;
  if (root) return start(['--no-sandbox']);
  try {
    return await start([]);
  } catch {
    // Many containers forbid the sandbox; the tests open nothing but our own pages.
    return start(['--no-sandbox']);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
