// Accessibility by axe-core: node tools/axe.mjs URL [room…]. Prints every violation, light and dark,
// wide and narrow; ends with 1 if there is one.
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [url, ...rooms] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
let bad = 0;
for (const [viewport, colorScheme] of [[{ width: 1280, height: 800 }, "light"], [{ width: 1280, height: 800 }, "dark"], [{ width: 390, height: 844 }, "light"]]) {
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  for (const room of rooms) {
    await page.goto(`${url}#/${room}`);
    await page.waitForTimeout(3000);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const one of violations) {
      bad++;
      console.log(`${room} ${viewport.width} ${colorScheme}: ${one.id} (${one.impact}): ${one.help}`);
      for (const node of one.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary.replaceAll("\n", " ").slice(0, 260)}`);
    }
  }
  await context.close();
}
await browser.close();
console.log(bad === 0 ? "no violations" : `${bad} violations`);
process.exit(bad === 0 ? 0 : 1);
