// Part 8, the report: made, looked at, saved, and opened alone without a network.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { openPage, startBrowser, startServer, violations } from "./_page.mjs";

let server, browser;
const folder = mkdtempSync(join(tmpdir(), "entente-report-"));
before(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a report is made, saved, and stands alone", async () => {
  const { page, close } = await openPage(browser, server, "report", { bypassCSP: true });
  for (const part of ["Claims", "Policies", "Causes", "Uncertainty"]) {
    const one = page.getByRole("switch", { name: new RegExp(`^${part}`) });
    if (await one.isChecked()) await one.press("Space");
  }
  await page.getByRole("spinbutton", { name: "Worlds: Futures" }).fill("300");
  await page.getByRole("spinbutton", { name: "Worlds: Futures" }).press("Enter");
  assert.match(await page.locator(".command pre").textContent(), /entente report northeast_asia/);
  await page.getByRole("button", { name: "Make the report" }).click();
  await page.locator("iframe").waitFor({ timeout: 120_000 });
  await page.frameLocator("iframe").locator("h1").first().waitFor();
  assert.deepEqual(await violations(page), []);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as a file" }).click(),
  ]);
  const file = join(folder, "report.html");
  await download.saveAs(file);

  const alone = await browser.newContext({ offline: true });
  const tab = await alone.newPage();
  const requests = [];
  tab.on("request", (request) => requests.push(request.url()));
  const faults = [];
  tab.on("pageerror", (error) => faults.push(String(error)));
  await tab.goto(pathToFileURL(file).href);
  await tab.locator("svg, canvas").first().waitFor();
  assert.match(await tab.locator("body").innerText(), /spiral/i);
  assert.deepEqual(faults, []);
  assert.deepEqual(requests.filter((url) => !/^(file|data|blob):/.test(url)), []);
  await alone.close();
  await close();
});
