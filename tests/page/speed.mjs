// How quick the local page is: the first view, 300 departments with 10,000 findings, and a build beside the command line's.
// usage: node speed.mjs CHROMIUM TORIMATOME     Prints its figures; what depends on the machine is not judged, but what grows with
// the number of records is: no view may be longer than a list's page.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, program] = process.argv.slice(2).map((path) => resolve(path));
const NOW = ["--now", "2025-11-05T09:30:00+09:00"];
const [MOST_BYTES, MOST_NODES] = [1_000_000, 6_000];
const base = mkdtempSync(join(tmpdir(), "torimatome-speed-"));
for (const name of ["run", "state"]) mkdirSync(join(base, name));
const env = { ...process.env, XDG_RUNTIME_DIR: join(base, "run"), XDG_STATE_HOME: join(base, "state") };
const faults = [];
const ran = (...more) => spawnSync(program, more, { cwd: base, env, encoding: "utf8" });

/** Starts the program, comes in, and gives the time from the start to the first view. */
async function open(root) {
  const begun = performance.now();
  const child = spawn(program, ["open", root, "--no-browser", ...NOW], { cwd: base, env });
  const address = await new Promise((done) => child.stdout.once("data", (data) => done(String(data).split("\n")[0])));
  const origin = new URL(address).origin;
  const entered = await fetch(address, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie").split(";")[0];
  const get = (path) => fetch(origin + path, { headers: { cookie } });
  const first = await (await get("/")).text();
  const took = performance.now() - begun;
  if (!first.includes("<main")) faults.push("no first view");
  const post = (path, values) => fetch(origin + path, { method: "POST", redirect: "manual", headers: { cookie, origin }, body: new URLSearchParams(values) });
  const rest = async () => { while ((await (await get("/job")).json()).running) await new Promise((done) => setTimeout(done, 10)); };
  return { child, origin, cookie, get, post, rest, took };
}
const least = (times) => Math.min(...times);
const ms = (time) => `${Math.round(time)} ms`;

// --- the demo: first view, and builds in pairs ---------------------------------------------------------------------------
const demo = join(base, "demo");
ran("init", demo, "--demo");
const firsts = [];
for (let run = 0; run < 5; run += 1) {
  const { child, took } = await open(demo);
  firsts.push(took);
  child.kill();
}
const page = await open(demo);
const [byPage, byCommand] = [[], []];
for (let run = 0; run < 5; run += 1) {
  await page.get("/period?p=2025H1");
  await page.rest();
  let begun = performance.now();
  await page.post("/build", { p: "2025H1" });
  await page.rest();
  byPage.push(performance.now() - begun);
  begun = performance.now();
  const done = ran("build", "--config", join(demo, "torimatome.toml"), "--period", "2025H1", "--quiet", ...NOW);
  byCommand.push(performance.now() - begun);
  if (done.status !== 0) faults.push(`build: ${done.stderr}`);
}
page.child.kill();
const ratio = least(byPage) / least(byCommand);

// --- 300 departments, 10,000 findings ------------------------------------------------------------------------------------
const large = join(base, "large");
mkdirSync(join(large, "inbox/2025H1"), { recursive: true });
const departments = Array.from({ length: 300 }, (_, at) => `第${at + 1}課`);
writeFileSync(join(large, "departments.csv"), `課名,提出\n${departments.map((name) => `${name},○\n`).join("")}`);
writeFileSync(join(large, "torimatome.toml"), 'plan = "none"\ndepartments = "departments.csv"\n');
departments.forEach((name, at) => {
  const rows = Array.from({ length: 34 }, (_, row) => `${row + 1},取組${at}の${row},${name},,【見本にない段階${row}】\n着手した,続ける`.replace(/【.*/s, (text) => `"${text.split(",")[0]}",${text.split(",")[1]}`));
  writeFileSync(join(large, `inbox/2025H1/${String(at).padStart(3, "0")}_${name}.csv`), `担当課,${name}\n番号,取組名,担当課,施策内容,R7上半期の取組,今後の予定\n${rows.join("\n")}\n`);
});
const big = await open(large);
await big.get("/findings?p=2025H1");
await big.rest();
const browser = await chromium.launch({ executablePath, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const [name, value] = big.cookie.split("=");
await context.addCookies([{ name, value, url: big.origin }]);
const view = await context.newPage();
const lines = [];
for (const path of ["/period?p=2025H1", "/findings?p=2025H1", "/findings?p=2025H1&show=all&severity=any&page=200", "/findings?p=2025H1&q=取組299", "/records?p=2025H1", "/records?p=2025H1&page=300", "/outputs?p=2025H1", "/close?p=2025H1"]) {
  await view.goto(big.origin + path);
  const seen = await view.evaluate(() => {
    const [load] = performance.getEntriesByType("navigation");
    return { bytes: load.encodedBodySize, server: load.responseEnd - load.requestStart, whole: load.domComplete, nodes: document.getElementsByTagName("*").length };
  });
  const count = await view.locator("p[role=status] b").first().textContent({ timeout: 500 }).catch(() => "");
  lines.push(`${path}${count && ` (${count})`}: ${Math.round(seen.bytes / 1024)} KiB, ${seen.nodes} nodes, answered in ${ms(seen.server)}, complete in ${ms(seen.whole)}`);
  if (seen.bytes > MOST_BYTES || seen.nodes > MOST_NODES) faults.push(`${path} is too long`);
}
await browser.close();
big.child.kill();
rmSync(base, { recursive: true, force: true });
console.log(lines.join("\n"));
if (faults.length) { console.log(faults.join("\n")); process.exit(1); }
console.log(`first view ${ms(least(firsts))}; build ${ms(least(byPage))} on the page, ${ms(least(byCommand))} by command: ${ratio.toFixed(2)}`);
