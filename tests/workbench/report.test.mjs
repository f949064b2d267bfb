// Part 8, the report: parts and sizes, a preview with charts, one file, and the command that makes it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openPage, startBrowser, startServer, violations } from "./_page.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a small report: previewed with its charts and saved as one file", async () => {
  const { page, close } = await openPage(browser, server, "report");
  for (const part of ["Claims", "Policies", "Causes", "Uncertainty"]) {
    await page.getByRole("switch", { name: new RegExp(`^${part}`) }).press("Space");
  }
  await page.locator(".part .field").first().fill("200");
  await page.keyboard.press("Tab");
  const command = await page.locator(".command pre").textContent();
  assert.equal(
    command,
    "entente report northeast_asia --worlds 200 --claims-worlds 0 --compare-worlds 0 --explain-worlds 0 --uncertainty-worlds 0",
  );
  await page.getByRole("button", { name: "Make the report" }).click();
  const frame = page.frameLocator("iframe");
  await frame.locator("h1").waitFor();
  const chart = frame.locator("[data-chart]").first();
  await chart.scrollIntoViewIfNeeded();
  await frame.locator("[data-chart] svg").first().waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  const html = readFileSync(await (await saving).path(), "utf8");
  assert.match(html, /^<!doctype html>/i);
  assert.ok(html.includes(command.replaceAll("&", "&amp;")), "the file says how to make it again");
  assert.doesNotMatch(html, /<(script|link|img)[^>]+(src|href)="https?:/);
  await close();
});

test("no violation of axe's rules", async () => {
  const { page, close } = await openPage(browser, server, "report", { bypassCSP: true });
  await page.waitForSelector(".part");
  assert.deepEqual(await violations(page), []);
  await close();
});
