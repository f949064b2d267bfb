// A server with a workspace of its own and a page in a Chromium of the system, for the tests of this
// folder. Every request of the page must go to that server, and nothing may be thrown in it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before } from "node:test";

const source = resolve(process.env.ENTENTE_SOURCE_DIR ?? ".");
const modules = createRequire(join(resolve(process.env.ENTENTE_NODE_MODULES), "x.js"));
const { chromium } = modules("playwright-core");
const axe = modules.resolve("axe-core/axe.min.js");

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
/** First numbers of the reference model, in a debug build on a busy machine. */
export const PATIENCE = 60_000;

export async function startServer(model = "northeast_asia") {
  const workspace = mkdtempSync(join(tmpdir(), "entente-workbench-"));
  const page = process.env.ENTENTE_PAGE ? ["--page", resolve(process.env.ENTENTE_PAGE)] : [];
  const child = spawn(
    process.env.ENTENTE,
    ["serve", model, "--port", "0", "--workspace", workspace, "--quiet", ...page],
    { env: { ...process.env, ENTENTE_MODELS: join(source, "models") }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  const link = await new Promise((done, fail) => {
    const read = (text) => {
      said += text;
      const found = /http:\/\/\S+/.exec(said.replace(/listening: \S+/g, ""));
      if (found) done(found[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
  const url = new URL(link);
  return {
    link,
    origin: url.origin,
    project: new URLSearchParams(url.hash.slice(1)).get("project"),
    async api(method, path, body) {
      const init = { method, headers: { "Content-Type": "application/json" } };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await fetch(`${url.origin}/api/v1${path}`, init);
      return response.status === 204 ? null : response.json();
    },
    async stop() {
      child.removeAllListeners("exit");
      const ended = new Promise((done) => child.on("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

export async function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
}

/** Of the file's tests, between the first and the last of them: see stage. */
export let server, browser;

/** A server on a model and a browser for all tests of the file that calls it. */
export function stage(model) {
  before(async () => {
    [server, browser] = await Promise.all([startServer(model), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
}

/**
 * A fresh page at a room, with a project of its own. `expected`: answers that the test provokes, such
 * as 422. `prepare(page)` is called before the page opens.
 */
export async function openPage(room, options = {}) {
  const made = await server.api("POST", "/projects", { from: options.model ?? "northeast_asia" });
  server.project = made.id;
  const { viewport = WIDE, colorScheme = "light", worlds = 500, expected = [] } = options;
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: options.bypassCSP ?? false });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    const known = expected.some((status) => message.text().includes(String(status)));
    if (message.type() === "error" && !known) faults.push(message.text());
  });
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (!["data:", "blob:"].includes(to.protocol) && to.origin !== server.origin) faults.push(`a request to ${to.origin}`);
  });
  const settings = JSON.stringify({ worlds });
  await page.addInitScript(
    ([project, value]) => {
      localStorage.setItem("entente.project", project);
      const key = `entente.settings.${project}`;
      if (!localStorage.getItem(key)) localStorage.setItem(key, value);
    },
    [server.project, settings],
  );
  await options.prepare?.(page);
  await page.goto(`${server.origin}/#/${room}`);
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

/** Waits until the room is there and all numbers on the screen belong to the present settings. */
export async function settled(page) {
  await page.waitForFunction(
    () =>
      document.querySelector("main")?.ariaBusy === "false" &&
      document.querySelector(".status .run")?.textContent?.includes("Up to date"),
  );
}

/** Violations that axe-core finds, in short. */
export async function violations(page) {
  await page.addScriptTag({ path: axe });
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Puts the cursor at the end of the editor's line that contains a text. */
export async function goToLine(page, text) {
  await page.locator(".cm-line", { hasText: text }).first().click();
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("End");
  await page.keyboard.press("End");
}
