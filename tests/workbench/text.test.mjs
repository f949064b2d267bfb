// Part 2, the text: messages with fixes, intelligence, drafts, conflicts, and futures that follow.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openPage, server, settled, stage } from "./_page.mjs";

stage();

const lines = (page, text) => page.locator(".cm-line", { hasText: text });
const word = (page, line, text) => lines(page, line).first().locator("span", { hasText: text }).first();

/** A line of its own before the file's first declaration. */
async function typeLine(page, text) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type(`${text}\n`);
  await page.keyboard.press("Escape");
}

test("a wrong name is marked at its place, and its fix applies", async () => {
  const { page, close } = await openPage("text/history.ent", { expected: [422] });
  await page.waitForSelector(".cm-line");
  await typeLine(page, "outcome oops = ever wartime_labur is settled");
  const marked = page.locator(".cm-lintRange-error");
  await marked.first().waitFor();
  assert.equal(await marked.first().textContent(), "wartime_labur");
  const messages = page.locator("section[aria-label=Messages] li");
  assert.match(await messages.first().textContent(), /wartime_labur.*did you mean wartime_labour/s);
  assert.match(await page.locator("nav a[aria-current=page]").textContent(), /\(1 error\)/);
  await messages.first().getByRole("button", { name: /Replace/ }).click();
  await marked.first().waitFor({ state: "detached" });
  assert.equal(await lines(page, "outcome oops").textContent(), "outcome oops = ever wartime_labour is settled");
  assert.equal(await messages.count(), 0);
  await close();
});

test("hover, definition and completion know the model", async () => {
  const { page, close } = await openPage("text/history.ent", { expected: [422] });
  await lines(page, "rate seizure_rate").first().waitFor();
  await word(page, "rate seizure_rate", "seizure_rate").hover();
  await page.locator(".cm-tooltip-hover").waitFor();
  assert.match(await page.locator(".cm-tooltip-hover").textContent(), /seizure_rate: parameter, per year/);
  await page.mouse.move(5, 400);
  await word(page, "rate seizure_rate", "seizure_rate").click();
  await page.keyboard.press("F12");
  await page.waitForFunction(() => document.querySelector(".where")?.textContent?.startsWith("line 5,"));
  assert.match(await page.locator(".cm-activeLine").textContent(), /^param seizure_rate/);
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("outcome probe = ever gsom");
  await page.keyboard.press("Control+Space");
  const offered = page.locator(".cm-tooltip-autocomplete li");
  await offered.first().waitFor();
  assert.ok((await offered.allTextContents()).some((one) => one.startsWith("gsomia")));
  await page.keyboard.press("Escape");
  await close();
});

test("an edited rate moves the numbers beside the text", async () => {
  const { page, close } = await openPage("text/history.ent", { expected: [422] });
  await page.waitForSelector("aside li");
  await settled(page);
  await typeLine(page, "outcome sold = ever wartime_labour is liquidated");
  const sold = async () => {
    await settled(page);
    return page.locator("aside li", { hasText: "sold" }).locator("strong").first().textContent();
  };
  await page.goto(`${server.origin}/#/futures`);
  await page.locator("tr", { hasText: "sold" }).first().waitFor();
  await page.locator("tr", { hasText: "sold" }).first().getByRole("button").first().click();
  await page.goto(`${server.origin}/#/text/history.ent`);
  await page.locator("aside li", { hasText: "sold" }).first().waitFor();
  const before = parseFloat(await sold());
  const line = lines(page, "param sale_rate").first();
  const box = await word(page, "param sale_rate", "0.12").boundingBox();
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.type("9");
  await page.waitForFunction(() => document.querySelector(".status .run")?.textContent?.includes("Up to date") === false);
  const after = parseFloat(await sold());
  assert.match(await line.textContent(), /median 9/);
  assert.ok(after > before + 5, `${before}% sold before, ${after}% after the rate rose`);
  await close();
});

test("unsaved text survives a reload, and is stored when the server is there again", async () => {
  const { page, close } = await openPage("text/history.ent", { expected: ["ERR_FAILED", "ERR_INTERNET"] });
  await page.waitForSelector(".cm-line");
  await page.route("**/files/**", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await typeLine(page, "// typed while the server was away");
  await page.waitForFunction(() => document.querySelector(".status")?.textContent?.includes("kept in this browser"));
  await page.reload();
  await lines(page, "typed while the server was away").first().waitFor();
  await page.unroute("**/files/**");
  await page.waitForFunction(() => document.querySelector(".status .right")?.textContent?.includes("Saved"));
  const stored = await server.api("GET", `/projects/${server.project}/files/history.ent`);
  assert.ok(stored.text.startsWith("// typed while the server was away\n"));
  await close();
});

test("a text changed elsewhere is a conflict that loses neither side", async () => {
  const { page, close } = await openPage("text/themes.ent", { expected: [409] });
  // The page must have the text before it changes elsewhere; an empty editor has a line, too.
  await page.waitForFunction(() => document.querySelector(".cm-content")?.textContent.trim());
  const path = `/projects/${server.project}/files/themes.ent`;
  const there = await server.api("GET", path);
  await server.api("PUT", path, { text: `// theirs\n${there.text}`, base_revision: there.revision });
  await typeLine(page, "// mine");
  const conflict = page.locator(".conflict");
  await conflict.waitFor();
  assert.equal(await lines(page, "// mine").count(), 1);
  await conflict.getByRole("button", { name: "Keep mine" }).click();
  await page.waitForFunction(() => document.querySelector(".status .right")?.textContent?.includes("Saved"));
  assert.equal((await server.api("GET", path)).text, `// mine\n${there.text}`);
  await close();
});

test("texts leave the page: one file, or all of them with what was just typed", async () => {
  const { page, close } = await openPage("text/history.ent");
  await page.waitForSelector(".cm-line");
  await settled(page);
  await typeLine(page, "// a last thought");
  const one = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save a copy of history.ent" }).click();
  const file = await one;
  assert.equal(file.suggestedFilename(), "history.ent");
  assert.match(readFileSync(await file.path(), "utf8"), /^\/\/ a last thought\n/);
  await page.getByRole("button", { name: /^Project:/ }).click();
  const all = page.waitForEvent("download");
  // Of several projects with this name, the open one was changed last.
  await page.getByRole("button", { name: "Save all texts as a ZIP archive: northeast_asia" }).first().click();
  const archive = await all;
  assert.equal(archive.suggestedFilename(), "northeast_asia.zip");
  const bytes = readFileSync(await archive.path());
  assert.equal(bytes.readUInt32LE(0), 0x04034b50);
  const { files } = await server.api("GET", `/projects/${server.project}`);
  for (const { path } of files) assert.ok(bytes.includes(`northeast_asia/${path}`), path);
  const saved = await server.api("GET", `/projects/${server.project}/files/history.ent`);
  assert.match(saved.text, /^\/\/ a last thought\n/, "it was saved first");
  await close();
});
