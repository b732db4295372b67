// A browser without a network that opens pages from the disk, for the checks of a page.
//
// Expects in the environment the folder with the tools (TOOLS) and the one with the pages (REPORTS).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";

const { TOOLS, CHROMIUM = "/usr/bin/chromium" } = process.env;
export const { REPORTS } = process.env;
const require = createRequire(`${TOOLS}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDE = { viewport: { width: 1440, height: 1000 } };
export const NARROW = { viewport: { width: 360, height: 740 } };

let browser;
before(async () => {
  // Chromium has no sandbox for root, who runs CI in containers.
  browser = await chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: process.getuid() !== 0 });
});
after(() => browser.close());

// Opens a page, does something with it, and sees to it that nothing was complained about or asked for elsewhere.
export async function visit(report, options, act) {
  const context = await browser.newContext({ ...WIDE, ...options, offline: true });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) complaints.push(`asks for ${request.url()}`);
  });
  const { fragment = "" } = options;
  await page.goto(`${pathToFileURL(`${REPORTS}/${report}.html`)}${fragment}`);
  await act(page, context);
  assert.deepEqual(complaints, []);
  await context.close();
}

export async function axeFindsNothing(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const told = violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n${nodes.slice(0, 3).map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`).join("\n")}`);
  assert.equal(told.join("\n"), "");
}

export async function fitsTheScreen(page) {
  const [page_width, screen_width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(page_width <= screen_width, `${page_width} of ${screen_width}`);
}
