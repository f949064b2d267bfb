// Part 1, the map: things by list and keyboard, what is known of each, time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openPage, settled, startBrowser, startServer, violations } from "./_page.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a thing shows its text, its sources and its rates", async () => {
  const { page, close } = await openPage(browser, server, "map");
  await page.getByRole("searchbox", { name: "Find a thing" }).fill("labour_on_controls");
  await page.getByRole("button", { name: /An open labour case invites controls/ }).press("Enter");
  const panel = page.locator("aside .details");
  await panel.locator("pre.source").waitFor();
  assert.match(await panel.locator("pre.source").textContent(), /^linkage labour_on_controls/);
  assert.match(await panel.textContent(), /Masao Okonogi/);
  assert.match(await panel.locator("pre.words").last().textContent(), /export_control/);
  await panel.getByRole("button", { name: "Open in the text" }).click();
  await page.waitForFunction(() => document.querySelector(".cm-content")?.textContent?.includes("labour_on_controls"));
  await close();
});

test("the slider plays the mean of all worlds, and one world", async () => {
  const { page, close } = await openPage(browser, server, "map");
  await settled(page);
  const slider = page.getByRole("slider", { name: "Time" });
  const output = page.locator(".time output");
  await slider.focus();
  await page.keyboard.press("Home");
  const first = await output.textContent();
  assert.match(first, /2018/);
  const atStart = await page.locator("aside .state").allTextContents();
  assert.ok(atStart.length > 40, "every issue has a state");
  assert.ok(atStart.every((text) => /100\s?%/.test(text)), "nothing has happened yet");
  await page.keyboard.press("End");
  assert.match(await output.textContent(), /2023/);
  const atEnd = await page.locator("aside .state").allTextContents();
  assert.ok(atEnd.some((text) => !/100\s?%/.test(text)), "worlds differ at the end");
  await page.getByRole("button", { name: "One world" }).click();
  await page.getByRole("spinbutton", { name: "World" }).fill("7");
  await page.getByRole("spinbutton", { name: "World" }).press("Enter");
  // One world is in one state.
  await page.waitForFunction(() => {
    const states = [...document.querySelectorAll("aside .state")];
    return states.length > 40 && states.every((state) => /100\s?%/.test(state.textContent ?? ""));
  });
  await close();
});

test("the map is accessible", async () => {
  const { page, close } = await openPage(browser, server, "map", { bypassCSP: true });
  await settled(page);
  assert.deepEqual(await violations(page), []);
  await close();
});
