// The HTML report as a browser shows it: opened from the disk, without a network.
//
// Says in the end how long a large report takes. Pictures go to the reports, for whoever wants to look.
import assert from "node:assert/strict";
import { test } from "node:test";

import { axeFindsNothing, fitsTheScreen, NARROW, REPORTS, visit } from "./browser.mjs";

const count = (page) => page.locator("#list .requirement").count();
// How many requirements are shown, as the live region says it.
const shown = async (page) => Number((await page.locator("#shown").textContent()).match(/^[\d,]+/)[0].replaceAll(",", ""));
const firstOf = (page, verdict) => page.locator(`#list .requirement:has(> summary .verdict.${verdict})`).first();

test("the conclusion comes first, in words", async () => {
  await visit("mixed", {}, async (page) => {
    assert.match(await page.title(), /^Could not be judged to the end: labproof/);
    assert.equal(await page.locator("h1").textContent(), "Could not be judged to the end");
    assert.match(await page.locator("#conclusion p").textContent(), /verdicts speak against the server/);
  });
  await visit("passing", {}, async (page) => {
    assert.equal(await page.locator("h1").textContent(), "Conforms");
    assert.equal(await page.locator("#failures").count(), 0);
  });
});

test("the summary needs no JavaScript", async () => {
  await visit("mixed", { javaScriptEnabled: false }, async (page) => {
    for (const part of ["h1", "#matrix table", "#failures li", "text=floor", "noscript"]) {
      assert.ok(await page.locator(part).first().isVisible(), part);
    }
    assert.equal(await page.locator("#filters").isVisible(), false);
  });
});

test("filters narrow the list and say by how much", async () => {
  await visit("mixed", {}, async (page) => {
    const all = await shown(page);
    const narrowed = async (what) => {
      const now = await shown(page);
      assert.ok(now > 0 && now < all, `${what}: ${now} of ${all}`);
      return now;
    };
    await page.locator("#verdict").getByRole("checkbox", { name: "fail", exact: false }).first().check();
    await narrowed("a verdict");
    await page.getByRole("button", { name: "Show all" }).click();
    assert.equal(await shown(page), all);

    await page.locator("#verdict input[value=fail]").check();
    const failing = await narrowed("fail");
    await page.locator("#edition input[value='17.9']").check();
    assert.ok(await narrowed("fail in one edition") < failing);
    assert.equal(await count(page), await page.locator("#list .requirement > summary .verdict.fail").count());
    await page.getByRole("button", { name: "Show all" }).click();

    await page.locator("#level input[value=may]").check();
    await narrowed("a level");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.locator("#profile").selectOption("geo");
    await narrowed("a profile");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.locator("#operation").selectOption("git.allowed");
    await narrowed("an operation");
    assert.equal(await page.locator("#list h3").count(), 1);
    await page.getByRole("button", { name: "Show all" }).click();

    for (const text of ["git.allowed/", "may fetch", "POST /api/v4/internal/allowed"]) {
      await page.locator("#search").fill(text);
      await narrowed(text);
    }
    await page.locator("#search").fill("nothing is called like this");
    assert.equal(await page.locator("#shown").textContent(), "No requirement is like that.");
    assert.equal(await count(page), 0);
  });
});

test("a cell of the matrix filters", async () => {
  await visit("mixed", {}, async (page) => {
    await page.locator("#matrix td[data-operation='git.allowed'][data-edition='17.9'] button").click();
    assert.equal(await page.locator("#operation").inputValue(), "git.allowed");
    assert.ok(await page.locator("#edition input[value='17.9']").isChecked());
    assert.equal(await page.locator("#list h3").textContent(), "git.allowed");
  });
});

test("a slash goes to the search, and a link skips to the requirements", async () => {
  await visit("mixed", {}, async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "requirements");
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "search");
    await page.keyboard.type("a/b");
    assert.equal(await page.locator("#search").inputValue(), "a/b");
  });
});

test("evidence opens by mouse and by keyboard", async () => {
  await visit("mixed", {}, async (page) => {
    const failing = firstOf(page, "fail");
    assert.equal(await failing.locator("pre").count(), 0);
    await failing.locator("> summary").click();
    const finding = failing.locator(".finding").first();
    assert.match(await finding.locator("table.difference").textContent(), /\/message401 Unauthorized/);
    assert.match(await finding.locator(".exchange").textContent(), /HTTP 200/);
    assert.match(await finding.locator("mark").first().textContent(), /"status": true/);
    // To the last digit, and as text.
    assert.match(await finding.locator(".exchange").textContent(), /12345678901234567890/);
    assert.match(await finding.locator(".exchange").textContent(), /<b>no<\/b> such key/);

    const passing = firstOf(page, "pass");
    await passing.locator("> summary").focus();
    await page.keyboard.press("Enter");
    await passing.locator(".evidence").waitFor();
    await page.keyboard.press("Enter");
    await passing.locator(".evidence").waitFor({ state: "hidden" });
  });
});

test("commands are copied", async () => {
  await visit("mixed", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await firstOf(page, "fail").locator("> summary").click();
    await page.getByRole("button", { name: "Copy: Send it again" }).first().click();
    await page.getByText("Copied.").waitFor({ state: "attached" });
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl --include /);
    await page.getByRole("button", { name: "Copy: Judge it again" }).first().click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("labproof run "));
  });
});

test("a link opens what it names", async () => {
  const opened = async (page) => {
    const found = page.locator(".requirement[data-id='git.allowed/key-id'] .result[data-edition='17.9'][open]");
    await found.waitFor();
    assert.ok(await found.locator("> summary").isVisible());
    assert.ok(await found.locator("> summary").evaluate((summary) => summary === document.activeElement));
  };
  const fragment = "#17.9/git.allowed/key-id";
  await visit("mixed", { fragment }, opened);
  // Even where a filter hides it, and again after it was closed.
  await visit("mixed", {}, async (page) => {
    await page.locator("#search").fill("nothing is called like this");
    await page.evaluate((hash) => { location.hash = hash; }, fragment);
    await opened(page);
    await page.locator(".requirement[open] > summary").click();
    await page.evaluate((hash) => { location.hash = ""; location.hash = hash; }, fragment);
    await opened(page);
  });
  await visit("many", { fragment }, opened);
  await visit("mixed", { fragment: "#17.9/no.such/thing%" }, async (page) => {
    assert.ok(await count(page) > 0);
  });
});

test("light and dark follow the system, until somebody chooses", async () => {
  const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const colors = {};
  for (const colorScheme of ["light", "dark"]) {
    await visit("mixed", { colorScheme }, async (page) => {
      colors[colorScheme] = await background(page);
      await page.screenshot({ path: `${REPORTS}/${colorScheme}.png` });
    });
  }
  assert.notEqual(colors.light, colors.dark);
  await visit("mixed", { colorScheme: "dark" }, async (page) => {
    await page.getByRole("button", { name: "Theme: system" }).click();
    assert.equal(await background(page), colors.light);
    await page.reload();
    assert.equal(await background(page), colors.light);
    await page.getByRole("button", { name: "Theme: light" }).click();
    await page.getByRole("button", { name: "Theme: dark" }).click();
    assert.equal(await background(page), colors.dark);
  });
});

test("nothing is too wide for a narrow screen", async () => {
  await visit("mixed", NARROW, async (page) => {
    await firstOf(page, "fail").locator("> summary").click();
    await fitsTheScreen(page);
    await page.screenshot({ path: `${REPORTS}/narrow.png` });
  });
});

test("on paper failures are open and controls are gone", async () => {
  await visit("mixed", {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok(await page.locator(".finding .exchange").first().isVisible());
    assert.equal(await page.locator("#filters").isVisible(), false);
    assert.equal(await page.locator("#theme").isVisible(), false);
    const closed = page.locator("#list .requirement:not([open]) > summary .verdict.fail");
    assert.equal(await closed.count(), 0);
  });
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", NARROW],
]) {
  test(`axe finds nothing: ${name}`, async () => {
    await visit("mixed", options, async (page) => {
      for (const verdict of ["fail", "flaky", "pass", "untestable"]) {
        const details = firstOf(page, verdict);
        if (await details.count() > 0) await details.locator("> summary").click();
      }
      await axeFindsNothing(page);
    });
  });
}

test("20,000 verdicts are no burden", async () => {
  await visit("many", {}, async (page) => {
    const ready = await page.evaluate(() => Math.round(performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd));
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const timed = async (act) => {
      const times = [];
      for (let round = 0; round < 5; round += 1) times.push(await page.evaluate(act, { round, frame: String(frame) }));
      return times.map(Math.round).join(", ");
    };
    const byVerdict = await timed(async ({ frame }) => {
      const wait = eval(frame);
      const begun = performance.now();
      document.querySelector("#verdict input[value=fail]").click();
      await wait();
      return performance.now() - begun;
    });
    await page.getByRole("button", { name: "Show all" }).click();
    const byText = await timed(async ({ round, frame }) => {
      const wait = eval(frame);
      const search = document.getElementById("search");
      const begun = performance.now();
      search.value = "refusal".slice(0, round + 2);
      search.dispatchEvent(new Event("input", { bubbles: true }));
      await wait();
      return performance.now() - begun;
    });
    assert.ok(await shown(page) > 0);
    console.log(`Ready after ${ready} ms; a verdict filters in ${byVerdict} ms, a search in ${byText} ms, the frame included.`);
    await page.getByRole("button", { name: "Show all" }).click();
    // Further requirements come as somebody scrolls.
    const before = await count(page);
    await page.locator("#more").scrollIntoViewIfNeeded();
    await page.waitForFunction((least) => document.querySelectorAll("#list .requirement").length > least, before);
  });
});
