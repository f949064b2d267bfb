// Part 5, why: causes over many worlds, one world's story, and the same world without one thing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, stage, violations } from "./_page.mjs";

stage();

test("causes of an outcome, ranked, with the counts behind them", async () => {
  const { page, close } = await openPage("why/spiral", { bypassCSP: true });
  await page.locator(".ask input").fill("128");
  await page.getByRole("button", { name: "Find the causes" }).click();
  await page.waitForSelector("section.right tbody tr");
  const shares = await page.locator("section.right tbody tr:not(.definition) td:nth-child(2) strong").allTextContents();
  const numbers = shares.map((text) => Number(text.replace(/[%<>]/g, "")));
  assert.ok(numbers.length > 1);
  assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a), "the most necessary stands first");
  assert.match(await page.locator("section.right tbody .measure .name").first().textContent(), /\d+ of \d+/);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("link", { name: "Read this world" }).first().click();
  await page.waitForSelector("[data-row]");
  await close();
});

test("a story leads to its causes, and to the same world without one occurrence", async () => {
  const { page, close } = await openPage("why/world%2F7", { bypassCSP: true });
  await page.waitForSelector("[data-row]");
  const all = await page.locator("[data-row]").count();
  // A transition that another made possible.
  await page.locator("[data-row] > button", { hasText: "three items → delisted" }).first().click();
  assert.match(await page.locator(".more").textContent(), /made it possible/);
  await page.getByRole("button", { name: "What led to it" }).click();
  const before = await page.locator("[data-row]").count();
  assert.ok(before > 1 && before < all);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Without this" }).click();
  await page.waitForSelector(".row.removed");
  assert.equal(await page.locator(".row.removed").count(), 1);
  assert.match(await page.locator(".row.removed").textContent(), /three items → delisted/);
  await close();
});
