// Part 7, the record: a file imported, its bad row told, series with gaps, chronologies, surprises.
import assert from "node:assert/strict";
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

// A table of two actors over four months, a row that has no date.
const TABLE = [
  "date,source,target,code,goldstein",
  "2019-01-05,KOR,JPN,112,-2",
  "2019-01-20,JPN,KOR,112,-2",
  "2019-02-11,KOR,JPN,040,1",
  "yesterday,KOR,JPN,040,1",
  "2019-04-02,JPN,KOR,130,-4.4",
  "",
].join("\n");

test("a file is imported, and what was rejected is told with its line", async () => {
  const { page, close } = await openPage(browser, server, "record", { bypassCSP: true });
  await page.locator('input[type="file"]').setInputFiles({ name: "acts.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  const result = page.locator(".result");
  await result.waitFor();
  const text = await result.textContent();
  assert.match(text, /acts\.csv/);
  assert.match(text, /4\s*new/);
  assert.match(text, /rejected/);
  await page.locator("button.dataset").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Series", exact: true }).click();
  await page.getByText("As a table").click();
  const cells = page.locator(".scroll tbody tr");
  await cells.first().waitFor();
  assert.match((await cells.allTextContents()).join(" "), /2019/);
  await close();
});

test("the chronology of the reference model fits it", async () => {
  const { page, close } = await openPage(browser, server, "record/check");
  await page.getByText("Every row fits the model.").waitFor();
  await close();
});

test("surprises: the record is followed", async () => {
  const { page, close } = await openPage(browser, server, "record/filter");
  await page.getByLabel("Worlds a filter").fill("64");
  await page.getByLabel("Filters", { exact: true }).fill("2");
  await page.getByLabel("Up to").fill("2019-09-01");
  await page.getByRole("button", { name: "Follow the record" }).click();
  const rows = page.locator("tbody tr");
  await rows.first().waitFor({ timeout: 120_000 });
  assert.ok((await rows.count()) > 5);
  await close();
});
