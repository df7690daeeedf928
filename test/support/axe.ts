// What axe finds wrong with a page as it stands, in light colours and in dark ones. Nothing is skipped.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Runs in the page: done when no colour has been in transition for ten frames. */
const COLOURS_RESTED = `new Promise((done) => {
  let still = 0;
  const look = () => {
    const moves = document.getAnimations().some((one) => one instanceof CSSTransition);
    still = moves ? 0 : still + 1;
    if (still > 10) done(); else requestAnimationFrame(look);
  };
  look();
})`;

/** What axe objects to on a page, in words: in light colours, then in dark ones. */
export async function objections(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.evaluate(COLOURS_RESTED);
    // Only where there is a frame to look into does axe need a page of its own, which costs a second.
    const hasFrame = (await page.locator('iframe').count()) > 0;
    const axe = new AxeBuilder({ page }).setLegacyMode(!hasFrame);
    // The second time only the colours are others.
    const { violations, passes } = await (
      colorScheme === 'dark' ? axe.withRules('color-contrast') : axe
    ).analyze();
    expect(passes.length).toBeGreaterThan(0);
    for (const { id, nodes } of violations) {
      for (const { html, failureSummary } of nodes) {
        found.push(`${colorScheme}: ${id}: ${html} ${failureSummary ?? ''}`);
      }
    }
  }
  return found;
}
