// Part 1, the map: the list beside the graph is the way by keyboard, so that is what is driven here;
// the graph itself is a canvas and is asked only whether it drew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, PHONE, settled, stage, violations } from "./_page.mjs";

stage();

test("a thing chosen by keyboard: its states, sources and place in the text", async () => {
  const { page, close } = await openPage("map");
  await settled(page);
  await page.waitForSelector(".canvas canvas");
  await page.waitForSelector("aside .state");
  await page.keyboard.press("/");
  await page.keyboard.type("military intelligence");
  const row = page.getByRole("button", { name: /^Agreement on military intelligence/ });
  await row.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector(".details .source");
  assert.match(page.url(), /#\/map\/gsomia$/);
  const shares = await page.locator(".states .number").allTextContents();
  assert.equal(shares.length, 4);
  const sum = shares.reduce((total, text) => total + Number(text.replace(/[%<>]/g, "")), 0);
  assert.ok(Math.abs(sum - 100) < 2, `shares of ${sum}% in all`);
  assert.match(await page.locator(".details .source").textContent(), /issue gsomia/);
  await page.getByRole("button", { name: "Open in the text" }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/text/security.ent"));
  await close();
});

test("the picture says the state of each issue, as the list does", async () => {
  const { page, close } = await openPage("map");
  await settled(page);
  await page.waitForSelector("aside .state");
  const picture = page.locator(".canvas");
  const described = page.locator(`[id="${await picture.getAttribute("aria-describedby")}"]`);
  const slider = page.getByRole("slider", { name: "Time" });
  await slider.focus();
  for (const key of ["Home", "End"]) {
    await page.keyboard.press(key);
    const said = await described.textContent();
    for (const row of await page.locator("aside li:has(.state)").all()) {
      const [title, state] = await Promise.all([row.locator("button > span").first().textContent(), row.locator(".state").textContent()]);
      assert.ok(said.includes(`${title}: ${state}`), `${title}: ${state}`);
    }
  }
  await close();
});

test("time begins where the model begins: every issue in one state", async () => {
  const { page, close } = await openPage("map");
  await settled(page);
  await page.waitForSelector("aside .state");
  const slider = page.getByRole("slider", { name: "Time" });
  await slider.focus();
  await page.keyboard.press("Home");
  assert.match(await slider.getAttribute("aria-valuetext"), /^1 Oct 2018$/);
  for (const state of await page.locator("aside .state").allTextContents()) assert.match(state, /100%/);
  await page.keyboard.press("End");
  const last = await page.locator("aside .state").allTextContents();
  assert.ok(last.some((state) => !state.includes("100%")), "in the end the worlds differ");
  // One world is in one state at any time.
  await page.getByRole("button", { name: "One world" }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll("aside .state")].every((one) => one.textContent.includes("100%")));
  await close();
});

test("a small screen has the list, and no violation of axe's rules", async () => {
  const { page, close } = await openPage("map", { viewport: PHONE, bypassCSP: true });
  await settled(page);
  await page.waitForFunction(() => document.querySelectorAll("aside li").length >= 55);
  assert.equal(await page.locator(".canvas").isVisible(), false);
  assert.deepEqual(await violations(page), []);
  await close();
});
