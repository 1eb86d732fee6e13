// Looks at the pages in headless Chromium: accessibility rules, keyboard, filter, and that nothing is loaded or run
// that is not ours. usage: node check.mjs CHROMIUM PAGE.html... [--shots DIR]
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, ...rest] = process.argv.slice(2);
const shotsAt = rest.indexOf("--shots");
const shots = shotsAt >= 0 ? rest.splice(shotsAt, 2)[1] : null;
const faults = [];
const fault = (page, text) => faults.push(`${page}: ${text}`);

const profile = mkdtempSync(join(tmpdir(), "torimatome-"));
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args, bypassCSP: false,
  viewport: { width: 1280, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });

for (const path of rest) {
  const name = basename(path), url = pathToFileURL(resolve(path)).href;
  const page = await context.newPage();
  page.on("request", (request) => { if (request.url() !== url) fault(name, `loads ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error") fault(name, `console: ${message.text()}`); });
  page.on("pageerror", (error) => fault(name, `script: ${error.message}`));
  page.on("dialog", (dialog) => { fault(name, `dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);

  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) fault(name, `${colorScheme}: ${v.id} (${v.nodes.length}): ${v.help} ${v.nodes[0]?.html.slice(0, 160)}`);
    if (shots) await page.screenshot({ path: join(shots, `${name}.${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: "light" });

  // the first stop of the keyboard leads to the content
  await page.keyboard.press("Tab");
  if (await page.evaluate(() => document.activeElement.getAttribute("href")) !== "#main") fault(name, "the first stop is not the skip link");
  await page.keyboard.press("Enter");
  if (await page.evaluate(() => document.activeElement.id) !== "main") fault(name, "the skip link does not lead to the content");

  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((e) => e.id));
  if (new Set(ids).size !== ids.length) fault(name, "an id occurs twice");
  const dead = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")].map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id)));
  if (dead.length) fault(name, `links that lead nowhere: ${dead.slice(0, 3)}`);

  if (await page.$("#filter")) {
    await filter(page, name);
    await address(page, name);
  }
  await copies(page, name);
  await narrow(page, name);
  if (shots) {
    await page.emulateMedia({ media: "print" });
    await page.pdf({ path: join(shots, `${name}.pdf`), preferCSSPageSize: true });
  }
  await page.close();
}

/** Every choice of every list shows the items of that choice and no others, and says how many besides what waits or is folded away. */
async function filter(page, name) {
  const present = await page.locator("[data-item]").count();
  for (const list of ["severity", "department", "rule"]) {
    const values = await page.$$eval(`#${list} option`, (options) => options.map((option) => option.value).filter(Boolean));
    for (const value of values) {
      await page.selectOption(`#${list}`, value);
      const [shown, wrong, counted, all, own] = await page.evaluate(([list, value]) => {
        const every = [...document.querySelectorAll("[data-item]")];
        const items = every.filter((item) => !item.hidden);
        const counts = (item) => !item.closest(".fold") && !item.classList.contains("awaited");
        const other = (item) => item.dataset[list] !== undefined && !item.dataset[list].split("、").includes(value);
        const counted = document.getElementById("count").textContent;
        return [items.length, items.filter(other).length, counted, every.filter(counts).length, items.filter(counts).length];
      }, [list, value]);
      if (!shown || wrong) fault(name, `${list}=${value}: ${shown} shown, ${wrong} of them wrongly`);
      if (all && !counted.includes(`${all}件のうち${own}件`)) fault(name, `${list}=${value}: says “${counted}”`);
    }
    await page.click("#filter button[type=reset]");
    await page.waitForTimeout(20);
  }
  const shown = await page.locator("[data-item]:not([hidden])").count();
  if (shown !== present) fault(name, `after すべて表示 ${shown} of ${present} are shown`);
}

/** What is chosen stands in the address, and is chosen again when the address is opened. */
async function address(page, name) {
  const values = await page.$$eval("#department option", (options) => options.map((option) => option.value).filter(Boolean));
  if (!values.length) return;
  await page.selectOption("#department", values[0]);
  const [was, counted] = [page.url(), await page.textContent("#count")];
  if (!decodeURIComponent(was).includes(`department=${values[0]}`)) fault(name, `the address does not keep the filter: ${was}`);
  // the query alone is no other file
  page.removeAllListeners("request");
  await page.goto("about:blank");
  await page.goto(was);
  if (await page.inputValue("#department") !== values[0] || await page.textContent("#count") !== counted) fault(name, "the address does not bring the filter back");
  await page.click("#filter button[type=reset]");
  await page.waitForTimeout(20);
  if (page.url().includes("department=")) fault(name, `the address keeps a filter that is off: ${page.url()}`);
}

/** Every button copies its own text. */
async function copies(page, name) {
  for (const button of await page.locator("[data-copy]").all()) {
    const text = await page.inputValue(`[id="${await button.getAttribute("data-copy")}"]`);
    await button.click();
    await page.waitForTimeout(50);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    if (!text || copied.replace(/\r\n/g, "\n") !== text) fault(name, `copied “${copied.slice(0, 60)}” instead of “${text.slice(0, 60)}”`);
    if (!(await button.textContent()).includes("コピーしました")) fault(name, "the button does not say that it copied");
  }
}

/** On a telephone nothing is wider than the window, and no title stands in one column of single characters. */
async function narrow(page, name) {
  await page.setViewportSize({ width: 360, height: 780 });
  const [wide, tall] = await page.evaluate(() => [document.documentElement.scrollWidth,
    [...document.querySelectorAll("caption, h1, h2, h3")].filter((title) => title.checkVisibility() && title.offsetWidth > 1
      && title.offsetWidth < 40 && title.textContent.trim().length > 3).map((title) => title.textContent)]);
  if (wide > 360) fault(name, `${wide} px wide on a telephone`);
  if (tall.length) fault(name, `titles of single characters: ${tall.slice(0, 3)}`);
  await page.setViewportSize({ width: 1280, height: 900 });
}

await context.close();
rmSync(profile, { recursive: true, force: true });

// without a script everything is there
const second = mkdtempSync(join(tmpdir(), "torimatome-"));
const plain = await chromium.launchPersistentContext(second, { executablePath, headless: true, args, javaScriptEnabled: false });
for (const path of rest) {
  const page = await plain.newPage();
  await page.goto(pathToFileURL(resolve(path)).href);
  const hidden = await page.locator("tr[hidden], section[hidden]").count();
  if (hidden) fault(basename(path), `${hidden} parts are hidden without a script`);
  if (await page.locator("#filter:visible").count()) fault(basename(path), "a filter that cannot work is shown");
  await page.close();
}
await plain.close();
rmSync(second, { recursive: true, force: true });

for (const text of faults) console.error(text);
console.log(`${rest.length} pages looked at, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
