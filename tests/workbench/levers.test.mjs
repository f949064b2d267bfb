// Part 4, levers: policies, parameters, and A against B in the same worlds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, settled, stage } from "./_page.mjs";

stage();

/** The table of effects as [title, A, B, difference] a row. */
async function effects(page) {
  await settled(page);
  await page.waitForFunction(() => document.querySelectorAll(".right tbody td.difference").length > 0);
  return page.locator(".right tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll("th, td.a, td.b, td.difference")].map((cell) => cell.firstChild?.textContent?.trim())));
}

const negative = (text) => (text.startsWith("+") ? `−${text.slice(1)}` : text.startsWith("−") ? `+${text.slice(1)}` : text);

test("a policy against the model as written, and the same turned round", async () => {
  const { page, close } = await openPage("levers");
  await settled(page);
  await page.getByRole("switch", { name: /two_track/ }).press("Space");
  const against = await effects(page);
  assert.ok(against.some(([, , , difference]) => /^[+−]/.test(difference)), "the policy changes something");
  // Now B is the policy and A the model as written: the same worlds, so exactly the negative.
  await page.getByRole("button", { name: "Pin as B" }).click();
  await page.getByRole("button", { name: "Reset all levers" }).click();
  const turned = await effects(page);
  assert.equal(turned.length, against.length);
  for (const [index, [title, a, b, difference]] of against.entries()) {
    assert.deepEqual(turned[index], [title, b, a, negative(difference)]);
  }
  await page.getByRole("button", { name: "nothing" }).click();
  await close();
});

test("only clear differences: an interval that does not hold zero", async () => {
  const { page, close } = await openPage("levers");
  await settled(page);
  await page.getByRole("switch", { name: /liquidate/ }).first().press("Space");
  const all = await effects(page);
  await page.getByLabel("Only clear differences").check();
  const rows = page.locator(".right tbody tr");
  const clear = await rows.count();
  assert.ok(clear > 0 && clear < all.length);
  for (const text of await rows.locator(".interval").allTextContents()) {
    const [low, high] = text.replaceAll("−", "-").split(" to ").map(Number);
    assert.ok(low * high >= 0, text);
  }
  await close();
});

test("a slider by keyboard, and back to the prior", async () => {
  const { page, close } = await openPage("levers");
  await settled(page);
  await page.getByRole("button", { name: /Parameters/ }).click();
  await page.getByRole("searchbox").fill("sale_rate");
  const slider = page.getByRole("slider").first();
  assert.match(await slider.getAttribute("aria-valuetext"), /drawn from its prior/);
  const before = await page.locator(".right td.a").allTextContents();
  assert.ok(before.length > 0, "every outcome is listed");
  await slider.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("PageUp");
  const changed = await effects(page);
  assert.ok(changed.some(([title, , , difference]) => /Seized assets sold/.test(title) && difference.startsWith("+")), "more is sold");
  assert.doesNotMatch(await slider.getAttribute("aria-valuetext"), /drawn from its prior/);
  await page.getByRole("button", { name: /Back to the prior/ }).first().click();
  await page.waitForFunction(() => document.querySelector(".right tbody td.difference") === null);
  await settled(page);
  assert.deepEqual(await page.locator(".right td.a").allTextContents(), before);
  await close();
});
