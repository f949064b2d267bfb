// The measurements of bench/workbench/run.
import { settled, startBrowser, startServer } from "../../tests/workbench/_page.mjs";

const [model = "northeast_asia", parameter = "sale_rate"] = process.argv.slice(2);
const OPENINGS = 5, KEYS = 15, LOOKS = 12, READERS = 50;

function told(what, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  console.log(`${what.padEnd(58)} median ${at(0.5)} ms, ${at(0)} to ${Math.round(sorted.at(-1))}, ${times.length} times`);
}

/** The events of a task's stream as [name, milliseconds since it was asked]; `enough` ends it early. */
async function* eventsOf(server, body, enough) {
  const hangUp = new AbortController();
  const begin = performance.now();
  const answer = await fetch(`${server.origin}/api/v1/projects/${server.project}/tasks/live`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: hangUp.signal,
  });
  let seen = 0, rest = "";
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    rest += piece;
    for (let end; (end = rest.indexOf("\n\n")) >= 0; rest = rest.slice(end + 2)) {
      const name = /^event: (\S+)/m.exec(rest.slice(0, end))?.[1];
      if (name !== "partial" && name !== "result") continue;
      yield [name, performance.now() - begin];
      if (++seen === enough) return hangUp.abort();
    }
  }
}

async function openings(server, browser) {
  const times = [];
  for (let i = 0; i < OPENINGS; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const begin = performance.now();
    await page.goto(server.link);
    await page.waitForFunction(() => /\d%/.test(document.querySelector("main")?.innerText ?? ""));
    times.push(performance.now() - begin);
    await context.close();
  }
  told("from the link to first numbers on the screen", times);
}

async function keys(server, browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.link}#/levers`);
  await settled(page);
  await page.getByRole("button", { name: /Parameters/ }).click();
  await page.getByRole("searchbox").fill(parameter);
  if ((await page.getByRole("slider").count()) === 0) throw new Error(`${model} has no parameter like ${parameter}`);
  await page.getByRole("slider").first().focus();
  await page.keyboard.press("PageUp");
  await settled(page);
  // The clock starts with the key itself and ends with the first other number in the table.
  await page.evaluate(() => {
    const numbers = () => [...document.querySelectorAll(".right tbody td.a")].map((one) => one.textContent).join();
    let before = "", begin = 0;
    document.addEventListener("keydown", () => {
      [before, begin, window.changedAfter] = [numbers(), performance.now(), null];
    }, true);
    new MutationObserver(() => {
      if (window.changedAfter === null && numbers() !== before) window.changedAfter = performance.now() - begin;
    }).observe(document.querySelector(".right"), { subtree: true, childList: true, characterData: true });
  });
  const times = [];
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(i % 2 ? "PageUp" : "PageDown");
    await page.waitForFunction(() => window.changedAfter);
    times.push(await page.evaluate(() => window.changedAfter));
    await settled(page);
    await page.waitForTimeout(300);
  }
  await page.close();
  told("from a key on a slider to changed numbers on the screen", times);
}

async function looks(server) {
  const times = [[], []];
  for (let i = 0; i < LOOKS; i++) {
    let look = 0;
    const body = { worlds: 20_000, first_look: 512, seed: i + 1 };
    for await (const [, after] of eventsOf(server, body, 2)) times[look++].push(after);
  }
  told("at the server: numbers of 512 worlds", times[0]);
  told("at the server: numbers of 2,048 worlds", times[1]);
}

async function readers(server) {
  let running = READERS;
  const all = Array.from({ length: READERS }, async (_, seed) => {
    for await (const one of eventsOf(server, { worlds: 2_048, seed: seed + 1 })) void one;
    running--;
  });
  const waits = [];
  while (running > 0) {
    const begin = performance.now();
    await (await fetch(`${server.origin}/api/v1/health`)).json();
    waits.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await Promise.all(all);
  told(`an answer while ${READERS} readers' worlds run`, waits);
}

async function measure() {
  const server = await startServer(model);
  try {
    const browser = await startBrowser();
    try {
      await openings(server, browser);
      await keys(server, browser);
    } finally {
      await browser.close();
    }
    await looks(server);
    await readers(server);
  } finally {
    await server.stop();
  }
}

try {
  await measure();
} catch (error) {
  console.error(`bench/workbench/run: ${error.message.trim()}`);
  process.exitCode = 1;
}
