// Kept runs: kept with a name, brought back with levers, seed and text, compared with, deleted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, server, settled, stage, violations } from "./_page.mjs";

stage("net4");

const estimates = (page) => page.locator("td.estimate").allTextContents();
const dialog = (page) => page.getByRole("dialog");
const seed = (page) => page.getByLabel("Seed", { exact: true });

async function setSeed(page, value) {
  await seed(page).fill(value);
  await seed(page).press("Enter");
  await settled(page);
}

async function keep(page, name) {
  await page.keyboard.press("Alt+k");
  await page.getByLabel("Name of what is on the screen").fill(name);
  await page.getByRole("button", { name: "Keep this run" }).click();
  await dialog(page).locator("li strong", { hasText: name }).waitFor();
}

test("a run comes back with its seed, levers and text", async () => {
  const { page, close } = await openPage("futures", { model: "net4", bypassCSP: true });
  await settled(page);
  await setSeed(page, "7");
  const first = await estimates(page);
  await keep(page, "before the change");
  assert.match(await dialog(page).locator("li").first().textContent(), /500 worlds · seed 7 · as written/);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");

  // Another seed and another text.
  await setSeed(page, "8");
  const file = await server.api("GET", `/projects/${server.project}/files/main.ent`);
  const changed = file.text.replace("param down = 0.8", "param down = 0.1");
  assert.notEqual(changed, file.text);
  await server.api("PUT", `/projects/${server.project}/files/main.ent`, { text: changed, base_revision: file.revision });
  await page.reload();
  await settled(page);
  assert.notDeepEqual(await estimates(page), first);

  await page.keyboard.press("Alt+k");
  assert.match(await dialog(page).locator("li").first().textContent(), /Changed since: main\.ent/);
  await page.getByRole("button", { name: /^Open with today's text/ }).click();
  await dialog(page).waitFor({ state: "hidden" }); // what it opens is there
  await settled(page);
  assert.equal(await seed(page).inputValue(), "7");
  assert.notDeepEqual(await estimates(page), first);

  await page.keyboard.press("Alt+k");
  await page.getByRole("button", { name: /^Open with its text/ }).click();
  await dialog(page).waitFor({ state: "hidden" }); // what it opens is there
  await settled(page);
  assert.deepEqual(await estimates(page), first, "the same text, seed and levers: the same numbers");
  await page.waitForFunction(() => document.querySelector(".status .right")?.textContent?.includes("Saved"));
  const back = await server.api("GET", `/projects/${server.project}/files/main.ent`);
  assert.equal(back.text, file.text);
  assert.equal(back.revision, file.revision + 2, "as a new revision: the changed one is still there");
  await close();
});

test("the present is compared with a run, and a run is deleted", async () => {
  const { page, close } = await openPage("futures", { model: "northeast_asia", worlds: 256 });
  await settled(page);
  await page.keyboard.press("Alt+4");
  await settled(page);
  await page.getByRole("switch", { name: /two_track/ }).press("Space");
  await settled(page);
  await keep(page, "two tracks");
  assert.match(await dialog(page).locator("li").first().textContent(), /· two_track · against as written/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Reset all levers" }).click();
  await settled(page);
  assert.equal(await page.locator(".right td.b").count(), 0);
  await page.keyboard.press("Alt+k");
  await page.getByRole("button", { name: /^Compare with/ }).click();
  await page.locator(".right td.b").first().waitFor();
  assert.equal(await page.locator("li .b", { hasText: "B" }).count(), 1, "its policy is marked as B's");
  await page.keyboard.press("Alt+k");
  page.once("dialog", (question) => question.accept());
  await page.getByRole("button", { name: "Delete the run two tracks" }).click();
  await dialog(page).getByText("No run is kept yet.").waitFor();
  assert.deepEqual((await server.api("GET", `/projects/${server.project}/runs`)).runs, []);
  await close();
});

test("a run that can not be kept says why", async () => {
  const { page, close } = await openPage("futures", { model: "net4", bypassCSP: true, expected: [507] });
  await settled(page);
  const problem = { type: "urn:entente:problem:full", title: "Insufficient Storage", status: 507, detail: "the disk is full" };
  await page.route("**/tasks/live", (route) => route.fulfill({ status: 507, contentType: "application/problem+json", body: JSON.stringify(problem) }));
  await page.keyboard.press("Alt+k");
  await page.getByRole("button", { name: "Keep this run" }).click();
  await dialog(page).getByText("the disk is full").waitFor();
  await close();
});
