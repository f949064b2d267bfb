// Part 7, the record: a small file of events goes in, comes out as series with their gaps; the
// chronologies are checked row by row.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, server, stage, violations } from "./_page.mjs";

stage();

// Made up: two acts in January, one in March, one row that has no date.
const EVENTS = [
  "date,source,target,code",
  "2018-01-03,Japan,South Korea,010",
  "2018-01-20,South Korea,Japan,112",
  "2018-03-05,Japan,South Korea,190",
  "not a date,Japan,South Korea,010",
  "",
].join("\n");

test("an import, by reason of rejection, and the series that follow", async () => {
  const { page, close } = await openPage("record", { bypassCSP: true });
  await page.locator("summary", { hasText: "Options of the import" }).click();
  await page.getByRole("combobox", { name: "Format" }).selectOption("csv");
  await page.getByRole("textbox", { name: "Data set" }).fill("small");
  await page.setInputFiles("input[type=file]", { name: "events.csv", mimeType: "text/csv", buffer: Buffer.from(EVENTS) });
  await page.waitForSelector(".result");
  assert.match(await page.locator(".result").textContent(), /3\s*new/);
  assert.match(await page.locator(".result .bad").textContent(), /^1\s*rejected/);
  await page.waitForSelector(".dataset");
  assert.match(await page.locator(".dataset").textContent(), /small.*3 events/s);
  await page.waitForSelector(".quads");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Series" }).click();
  await page.locator("summary", { hasText: "As a table" }).click();
  const cells = await page.locator("details tbody tr").evaluateAll((rows) => rows.map((row) => row.textContent));
  assert.equal(cells.length, 3, "January, February, March");
  await page.waitForSelector(".chart svg");
  assert.deepEqual(await violations(page), []);
  await close();
});

test("what the record teaches, and its trace on the levers", async () => {
  const { page, close } = await openPage("record/fit", { bypassCSP: true });
  await page.getByLabel("Points").fill("16");
  await page.getByLabel("Worlds a filter").fill("32");
  await page.getByRole("button", { name: "Learn from the record" }).click();
  const said = page.getByText(/says something about/);
  await said.waitFor();
  const [, told, all] = /about (\d+) of (\d+) parameters/.exec(await said.textContent());
  assert.ok(Number(all) > 50, all);
  assert.equal(await page.locator("tbody tr").count(), Number(told));
  assert.match(await page.locator("summary", { hasText: "says nothing" }).textContent(), new RegExp(`about ${all - told} parameters`));
  assert.deepEqual(await violations(page), []);
  await page.getByRole("link", { name: "Levers" }).click();
  await page.getByRole("button", { name: /Parameters/ }).click();
  await page.locator(".parameter .prior").first().waitFor();
  const words = await page.locator(".parameter .prior").allTextContents();
  assert.equal(words.filter((one) => /learned: 90%|says nothing about it/.test(one)).length, Number(all));
  assert.equal(words.filter((one) => /learned: 90%/.test(one)).length, Number(told));
  await close();
});

test("a chronology with a fault at its row", async () => {
  const { page, close } = await openPage("record/check", { bypassCSP: true });
  await page.waitForSelector("section h2");
  assert.match(await page.locator("[role=status].sum").textContent(), /Every row fits/);
  const text = (await server.api("GET", `/projects/${server.project}/files/record.csv`));
  const broken = text.text.replace(/\n*$/, "\n2020-01-01,no_such_issue,a,b,none\n");
  await server.api("PUT", `/projects/${server.project}/files/record.csv`, { text: broken, base_revision: text.revision });
  await page.getByRole("button", { name: "Check again" }).click();
  await page.waitForSelector("tr.error");
  const line = Number(await page.locator("tr.error .line").first().textContent());
  assert.equal(line, broken.trimEnd().split("\n").length);
  assert.deepEqual(await violations(page), []);
  await page.locator("tr.error .line button").first().click();
  await page.waitForFunction(() => location.hash.startsWith("#/text/record.csv"));
  await close();
});
