// Part 6, claims: verdicts, what stands behind one, from there to levers and text.
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

test("claims are listed, checked, filtered by verdict and opened", async () => {
  const { page, close } = await openPage(browser, server, "claims", { bypassCSP: true });
  const titles = page.locator("tbody button.title");
  await titles.first().waitFor();
  const stated = await titles.count();
  assert.ok(stated >= 45);
  await page.getByRole("spinbutton", { name: "Worlds" }).fill("256");
  await page.getByRole("button", { name: "Check the claims" }).click();
  await page.getByText(/over \d+ sets of policies/).waitFor({ timeout: 300_000 });
  assert.equal(await page.locator("td.verdict").filter({ hasText: "not checked yet" }).count(), 0);
  assert.deepEqual(await violations(page), []);
  // The tally counts every claim once, and filters.
  const chips = page.getByRole("group", { name: "Verdict" }).getByRole("button");
  let sum = 0;
  for (const text of await chips.allTextContents()) sum += Number(/(\d+)\s*$/.exec(text)[1]);
  assert.equal(sum, stated);
  const supported = chips.filter({ hasText: "supported" }).first();
  const wanted = Number(/(\d+)\s*$/.exec(await supported.textContent())[1]);
  await supported.click();
  assert.equal(await titles.count(), wanted);
  await titles.first().click();
  await page.getByText("As it is written in the model").waitFor();
  await page.getByText("The runs behind it").waitFor();
  await page.getByRole("button", { name: "Open in the text" }).click();
  await page.waitForFunction(() => /claim/.test(document.querySelector(".cm-content")?.textContent ?? ""));
  await close();
});

test("checking claims can be cancelled", async () => {
  const { page, close } = await openPage(browser, server, "claims");
  await page.getByRole("spinbutton", { name: "Worlds" }).fill("65536");
  await page.getByRole("button", { name: "Check the claims" }).click();
  await page.getByRole("button", { name: /Cancel/ }).first().click();
  await page.waitForFunction(() => !document.querySelector(".run button.primary")?.disabled);
  // The cores are free again.
  for (let i = 0; ; i++) {
    const { running } = await server.api("GET", "/health");
    if (running <= 1) break;  // the futures may still run
    assert.ok(i < 100, "the task goes on after it was cancelled");
    await new Promise((done) => setTimeout(done, 100));
  }
  await close();
});
