import type { Locator, Page } from 'playwright-core';

/** Presses Tab until an element has the focus, as somebody does who has no mouse. @throws Error where Tab does not lead there */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  await element.waitFor();
  for (let press = 0; press < 150; press++) {
    if ((await element.and(page.locator(':focus')).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${element.toString()}.`);
}
