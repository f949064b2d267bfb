// Every room on paper: its content at its whole length and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, settled, stage } from "./_page.mjs";

// A4 without its margins, at 96 dots an inch.
const PAPER = { width: 688, height: 1017 };

stage();

/** Controls that would be printed, things wider than the paper, boxes and cells too small for their content. */
function faultsOnPaper() {
  const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
  const name = (one) => `${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className}`;
  const frame = [...document.querySelectorAll("header.top, nav, footer, .button, input, select, textarea, progress")].filter(seen);
  const wide = [];
  const cut = [];
  for (const one of document.querySelectorAll("main *:not(svg *)")) {
    if (!seen(one) || one.closest(".hidden")) continue;
    if (one.getBoundingClientRect().right > innerWidth + 1) wide.push(name(one));
    if (one.matches("th, td") && one.scrollWidth > one.clientWidth + 1) cut.push(name(one));
    if (one.matches("table") && one.offsetWidth < innerWidth * 0.9) cut.push(name(one));
    const style = getComputedStyle(one);
    if (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1) cut.push(name(one));
    if (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1) cut.push(name(one));
  }
  return { controls: frame.map(name), wide, cut, paper: getComputedStyle(document.body).backgroundColor };
}

for (const room of ["map", "text/history.ent", "futures", "futures/quantities", "futures/issues", "futures/events", "levers", "why", "claims", "record", "record/fit", "report"]) {
  test(`${room} on paper: no controls, nothing cut`, async () => {
    // From a dark screen, and with a comparison, whose tables are the widest.
    const { page, close } = await openPage("levers", { colorScheme: "dark" });
    await settled(page);
    await page.getByRole("switch", { name: /two_track/ }).press("Space");
    await page.evaluate((hash) => (location.hash = hash), `#/${room}`);
    await settled(page);
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize(PAPER);
    assert.deepEqual(await page.evaluate(faultsOnPaper), { controls: [], wide: [], cut: [], paper: "rgb(255, 255, 255)" });
    assert.match(await page.locator("main header").first().innerText(), /500 worlds · seed 1 · .*Levers \(1\): two_track/s);
    await close();
  });
}

test("the whole table and the whole text go on as many sheets as they need, with all charts", async () => {
  const { page, close } = await openPage("futures");
  await settled(page);
  const sheets = async () => (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok((await sheets()) >= 2, "87 outcomes take more than one sheet");
  await page.evaluate(() => (location.hash = "#/text/history.ent"));
  await settled(page);
  await page.waitForSelector(".cm-line");
  assert.ok((await sheets()) >= 2, "a file of some hundred lines");
  await page.evaluate(() => (location.hash = "#/futures/quantities"));
  await page.locator(".chart svg path").first().waitFor();
  const charts = await page.locator(".chart").count();
  assert.ok(charts > 12, "more charts than the screen shows");
  await sheets();
  assert.equal(await page.locator(".chart svg").count(), charts, "each was drawn for the paper");
  await close();
});
