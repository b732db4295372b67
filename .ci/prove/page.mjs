// The proof's page as a browser shows it: opened from the disk, without a network and without JavaScript of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { axeFindsNothing, fitsTheScreen, NARROW, REPORTS, visit } from "../browser/browser.mjs";

test("score, date and command come first", async () => {
  await visit("proof", {}, async (page) => {
    assert.match(await page.locator("h1").textContent(), /^(Proved|Not proved)$/);
    assert.match(await page.locator("h1 + p").textContent(), /\d{4}-\d\d-\d\d by labproof prove/);
    assert.ok(await page.locator("table").first().isVisible());
  });
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", NARROW],
]) {
  test(`axe finds nothing, and nothing is too wide: ${name}`, async () => {
    await visit("proof", options, async (page) => {
      // All but the thousands of rows about every mutant, which look like the rows of the others.
      const closed = page.locator("details:not(:last-of-type) > summary");
      for (const summary of await closed.all()) await summary.click();
      await fitsTheScreen(page);
      await axeFindsNothing(page);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: `${REPORTS}/${name}.png` });
    });
  });
}
