// Part 6, claims: every stated claim gets a verdict, with what stands behind it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, stage, violations } from "./_page.mjs";

stage();

test("verdicts, filters, and the runs behind one claim", async () => {
  const { page, close } = await openPage("claims", { bypassCSP: true });
  await page.waitForSelector("tbody .title");
  const rows = page.locator("tbody tr");
  const all = await rows.count();
  await page.locator("main .run input").fill("64");
  await page.getByRole("button", { name: "Check the claims" }).click();
  await page.waitForSelector("tbody .verdict i");
  assert.equal(await page.locator("tbody .verdict i").count(), all, "each has a symbol");
  const tally = await page.locator(".tally b").allTextContents();
  assert.equal(tally.reduce((sum, text) => sum + Number(text), 0), all);
  assert.deepEqual(await violations(page), []);
  const author = await page.locator(".bar select option").nth(1).textContent();
  await page.locator(".bar select").selectOption(author);
  const some = await rows.count();
  assert.ok(some > 0 && some < all);
  for (const text of await page.locator("td.author").allTextContents()) assert.ok(text.includes(author), text);
  await page.locator("tbody .title").first().press("Enter");
  await page.waitForSelector(".details .statement");
  assert.ok((await page.locator(".details .statement pre").first().textContent()).length > 3);
  await close();
});

test("a check can be cancelled", async () => {
  const { page, close } = await openPage("claims");
  await page.waitForSelector("tbody .title");
  await page.locator("main .run input").fill("65536");
  await page.getByRole("button", { name: "Check the claims" }).click();
  await page.locator("main .run").getByRole("button", { name: "Cancel" }).click();
  await page.waitForFunction(() => document.querySelector("main .run")?.textContent.includes("Stopped"));
  assert.equal(await page.getByRole("button", { name: "Check the claims" }).isEnabled(), true);
  await close();
});
