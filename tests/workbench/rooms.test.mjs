// Every room, light and dark, on a desk and on a phone: axe-core finds nothing, nothing overflows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, PHONE, settled, stage, violations, WIDE } from "./_page.mjs";

const ROOMS = [
  "map", "map/gsomia", "text/history.ent", "futures", "futures/quantities", "futures/issues", "futures/events", "levers", "why",
  "claims", "record", "record/series", "record/check", "record/hindcast", "record/fit", "report",
];

stage();

for (const [viewport, colorScheme] of [[WIDE, "light"], [WIDE, "dark"], [PHONE, "light"], [PHONE, "dark"]]) {
  test(`every room at ${viewport.width}x${viewport.height}, ${colorScheme}`, async () => {
    const { page, close } = await openPage("futures", { viewport, colorScheme, bypassCSP: true });
    await settled(page);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), colorScheme);
    for (const room of ROOMS) {
      await page.evaluate((hash) => (location.hash = hash), `#/${room}`);
      await settled(page);
      await page.waitForTimeout(300);
      assert.deepEqual(await violations(page), [], room);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(beyond <= 0, `${room} is ${beyond} px wider than ${viewport.width}`);
    }
    await close();
  });
}
