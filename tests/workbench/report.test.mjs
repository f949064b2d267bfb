// Part 8, the report: parts and sizes, a preview with charts, one file, and the command that makes it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { browser, openPage, server, stage, violations } from "./_page.mjs";

stage();

test("a small report: previewed with its charts and saved as one file", async () => {
  const { page, close } = await openPage("report");
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
  await openedAlone(html);
});

/** The file as somebody else gets it: no server, no network, only the browser. */
async function openedAlone(html) {
  const folder = mkdtempSync(join(tmpdir(), "entente-report-"));
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) faults.push(`a request for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  assert.match(await page.locator("h1").textContent(), /Japan and Korea/);
  const charts = await page.locator("[data-chart]").count();
  assert.ok(charts > 3, "outcomes and series are drawn");
  for (let i = 0; i < charts; i++) {
    const chart = page.locator("[data-chart]").nth(i);
    await chart.evaluate((one) => {
      for (let up = one; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    });
    await chart.scrollIntoViewIfNeeded();
    await chart.locator("svg path[d], canvas").first().waitFor({ state: "attached", timeout: 20_000 });
  }
  assert.deepEqual(faults, []);
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}

test("no violation of axe's rules", async () => {
  const { page, close } = await openPage("report", { bypassCSP: true });
  await page.waitForSelector(".part");
  assert.deepEqual(await violations(page), []);
  await close();
});
