// Screenshots of the rooms: node tools/shots.mjs URL OUT [room…]. Needs a Chromium of the system
// (CHROMIUM, else /usr/bin/chromium); nothing is downloaded.
import { chromium } from "playwright-core";

const [url, out, ...rooms] = process.argv.slice(2);
const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const only = (process.env.SHOTS ?? "wide-light,wide-dark,phone-light").split(",");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
for (const shot of only) {
  const [size, colorScheme] = shot.split("-");
  const context = await browser.newContext({ viewport: sizes[size], colorScheme });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) console.log(`${shot}: ${message.text()}`);
  });
  page.on("pageerror", (error) => console.log(`${shot}: ${error}`));
  for (const room of rooms.length > 0 ? rooms : ["futures"]) {
    await page.goto(`${url}#/${room}`);
    await page.waitForTimeout(Number(process.env.WAIT ?? 4000));
    await page.screenshot({ path: `${out}/${room.replaceAll("/", "_")}-${shot}.png` });
  }
  await context.close();
}
await browser.close();
