// Part 5, why: causes ranked, a world told, the same world without one occurrence.
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

test("causes of an outcome, a world of it, and that world without one of them", async () => {
  const { page, close } = await openPage(browser, server, "why", { bypassCSP: true });
  await page.getByRole("searchbox").fill("gsomia_lost");
  await page.locator("aside li button").first().press("Enter");
  await page.getByRole("spinbutton", { name: "Worlds" }).fill("512");
  await page.getByRole("button", { name: "Find the causes" }).click();
  const causes = page.locator("table").first().locator("tbody tr");
  await causes.first().waitFor();
  assert.ok((await causes.count()) > 3);
  assert.match(await page.locator("section.right").textContent(), /of 512 worlds/);
  assert.deepEqual(await violations(page), []);

  await page.getByRole("link", { name: "Read this world" }).first().click();
  const story = page.locator("ol > li[data-row]");
  await story.first().waitFor();
  assert.ok((await story.count()) > 20);
  // Something that has a cause in the story: its "because" leads there.
  const rows = await story.count();
  let because = null;
  for (let i = rows - 1; i >= 0 && because === null; i--) {
    const button = story.nth(i).locator("> button");
    await button.click();
    if ((await page.locator(".more .lead", { hasText: "because" }).count()) > 0) because = i;
  }
  assert.notEqual(because, null, "some occurrence has a cause");
  await page.locator(".more .jump").first().click();
  await page.locator(".more").getByRole("button", { name: "Without this" }).click();
  const table = page.getByRole("table", { name: "What is different" });
  await table.waitFor();
  assert.match(await table.textContent(), /taken away/);
  await page.getByRole("link", { name: "Back to the world" }).click();
  await story.first().waitFor();
  await close();
});

test("an unknown event is refused where it was asked", async () => {
  const { page, close } = await openPage(browser, server, "why/no_such_thing", { expected: [400, 422] });
  await page.getByRole("button", { name: "Find the causes" }).click();
  await page.getByText(/nothing .*called|no_such_thing/).first().waitFor();
  await close();
});
