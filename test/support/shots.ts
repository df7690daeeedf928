// Pictures for tests of pictures, and pictures of the pages themselves for whoever wants to look at them:
// SHOTS names the folder they are put into.
import type { Page } from 'playwright-core';

/** A lake under a sky, as SVG. */
export const picture = (): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420">
    <rect width="640" height="420" fill="#bfe3f2"/><circle cx="500" cy="90" r="46" fill="#ffd36b"/>
    <path d="M0 240 160 110 300 230 420 140 640 250V420H0Z" fill="#5d8f6b"/>
    <rect y="270" width="640" height="150" fill="#3f83a8"/></svg>`);

/** Takes a picture of a page, when somebody wants to look. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder !== undefined) {
    await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
  }
}
