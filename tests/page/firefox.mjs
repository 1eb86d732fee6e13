// The local page in Firefox: comes in by its token, shows each view, builds, and answers a finding.
// usage: node firefox.mjs FIREFOX TORIMATOME
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import puppeteer from "puppeteer-core";

const [executablePath, program] = process.argv.slice(2).map((path) => resolve(path));
const base = mkdtempSync(join(tmpdir(), "torimatome-firefox-"));
for (const name of ["run", "state"]) mkdirSync(join(base, name));
const root = join(base, "桐瀬市");
const faults = [];
const check = (holds, where, text) => { if (!holds) faults.push(`${where}: ${text}`); };

const env = { ...process.env, XDG_RUNTIME_DIR: join(base, "run"), XDG_STATE_HOME: join(base, "state") };
const child = spawn(program, ["open", "--no-browser", "--now", "2025-11-05T09:30:00+09:00"], { cwd: base, env });
const address = await new Promise((done, failed) => {
  child.stdout.once("data", (data) => done(String(data).split("\n")[0]));
  child.once("exit", () => failed(new Error("the program ended")));
});
const origin = new URL(address).origin;
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const page = await browser.newPage();
page.setDefaultTimeout(60_000);
page.on("console", (message) => { if (message.type() === "error") faults.push(`console: ${message.text()}`); });
page.on("pageerror", (error) => faults.push(`script: ${error.message}`));

/** Waits until nothing is under way: the view loads itself again when a job ends. */
async function rest() {
  for (let tries = 0; tries < 240; tries += 1) {
    const over = () => document.readyState === "complete" && document.getElementById("job")?.dataset.running === undefined;
    if (await page.evaluate(over).catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  faults.push("a job does not end");
}
const leave = async (act) => { await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]); await rest(); };
const button = (text) => page.locator(`::-p-xpath(//button[contains(., '${text}')])`).click();

await page.goto(address);
check(!page.url().includes("token"), "start", "keeps the token in the address");
await page.$eval("#demo-path", (field, path) => { field.value = path; }, root);
await leave(() => button("練習用に作る"));
await page.goto(`${origin}/period?p=2025H1`);
await rest();
await leave(() => page.locator("button.main").click());
check((await page.content()).includes("を取りまとめ、"), "period", "does not say what was built");
for (const view of ["period", "findings", "records", "outputs", "close", "trend", "history", "start", "tables", "folders"]) {
  const answer = await page.goto(`${origin}/${view}?p=2025H1`);
  await rest();
  const text = await page.$eval("main", (main) => main.innerText);
  check(answer.status() === 200 && text.length > 20, view, "is not shown");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, view, `is ${wide} px too wide`);
}
await page.goto(`${origin}/findings?p=2025H1`);
await rest();
await page.locator("article.finding input.note").fill("課に確認した");
await page.locator("article.finding button[value='確認済み']").click();
await page.waitForSelector("article.finding[data-answered]");
check(readFileSync(join(root, "decisions.toml"), "utf8").includes("課に確認した"), "findings", "the answer is not kept");
const version = await browser.version();
await browser.close();
child.kill();
rmSync(base, { recursive: true, force: true });
if (faults.length) { console.log(faults.join("\n")); process.exit(1); }
console.log(`${version}: the page was opened, every view shown, a period built, a finding answered`);
