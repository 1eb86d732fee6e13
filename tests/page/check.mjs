// Plays the demo month on the local page in Chromium: clicks, drops, keys, widths, accessibility, two windows, a restart.
// usage: node check.mjs CHROMIUM TORIMATOME SHOTS
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, given, shots] = process.argv.slice(2);
const program = resolve(given);
mkdirSync(shots, { recursive: true });
const NOW = "2025-11-05T09:30:00+09:00";
const base = mkdtempSync(join(tmpdir(), "torimatome-page-"));
for (const name of ["run", "state", "profile"]) mkdirSync(join(base, name));
const root = join(base, "桐瀬市");
const faults = [];
const fault = (where, text) => { faults.push(`${where}: ${text}`); };
const check = (holds, where, text) => { if (!holds) fault(where, text); };

/** Starts the program; gives the process and its address. */
function open(...more) {
  const env = { ...process.env, XDG_RUNTIME_DIR: join(base, "run"), XDG_STATE_HOME: join(base, "state") };
  const child = spawn(program, ["open", ...more, "--no-browser", "--now", NOW], { cwd: base, env });
  return new Promise((done, failed) => {
    let text = "";
    child.stdout.on("data", (data) => { text += data; if (text.includes("\n")) done({ child, address: text.split("\n")[0] }); });
    child.on("exit", () => failed(new Error(`the program ended: ${text}`)));
  });
}

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--lang=ja"];
const context = await chromium.launchPersistentContext(join(base, "profile"), { executablePath, headless: true, args,
  viewport: { width: 1280, height: 900 }, locale: "ja-JP" });
context.setDefaultTimeout(60_000);

let origin = "";
function watch(page, name) {
  page.on("request", (request) => { if (!request.url().startsWith(origin) && !/^(data|blob|chrome|chrome-extension|about|chrome-untrusted):/.test(request.url())) fault(name, `asks for ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error" && !/status of 409|ERR_CONNECTION_REFUSED/.test(message.text())) fault(name, `console: ${message.text()}`); });
  page.on("pageerror", (error) => fault(name, `script: ${error.message}`));
  page.on("dialog", (dialog) => { fault(name, `dialog: ${dialog.message()}`); dialog.dismiss(); });
}

const WIDTHS = [360, 768, 1280];
/** Pictures at three widths, nothing wider than the window, and the rules of accessibility, light and dark. */
async function look(page, name, { rules = true } = {}) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 700 ? 780 : 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(wide <= 0, name, `is ${wide} px too wide at ${width}`);
    const touching = await page.evaluate(() => [...document.querySelectorAll("label[for]")].flatMap((label) => {
      const field = document.getElementById(label.htmlFor);
      if (!field?.checkVisibility() || !label.checkVisibility() || label.classList.contains("hidden")) return [];
      const [a, b] = [label.getBoundingClientRect(), field.getBoundingClientRect()];
      return b.left - a.right >= 3 || a.left - b.right >= 3 || b.top >= a.bottom || a.top >= b.bottom ? [] : [label.textContent];
    }));
    check(touching.length === 0, name, `labels touch their fields at ${width}: ${touching.join(", ")}`);
    await page.screenshot({ path: join(shots, `${name}-${width}.png`) });
  }
  const unreached = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((e) => e.checkVisibility() && e.tabIndex < 0).length);
  check(unreached === 0, name, `${unreached} controls are not reached by Tab`);
  if (!rules) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    // the policy lets no script of others in: the rules are evaluated from outside
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) fault(name, `${colorScheme}: ${v.id} (${v.nodes.length}): ${v.help} ${v.nodes[0]?.html.slice(0, 160)}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Waits until nothing is under way. */
async function rest(page) {
  await page.waitForLoadState("load");
  const over = () => document.readyState === "complete" && document.getElementById("job")?.dataset.running === undefined;
  await page.waitForFunction(over, undefined, { timeout: 120_000 });
  await page.waitForLoadState("load");
}

/** Does what loads another document, and waits for that document: the address may stay the same. */
async function leave(page, act) {
  await page.evaluate(() => { document.documentElement.dataset.left = ""; });
  await act();
  await page.waitForFunction(() => document.documentElement.dataset.left === undefined, undefined, { timeout: 120_000 });
  await rest(page);
}

const go = (page, name) => leave(page, () => page.getByRole("link", { name, exact: true }).first().click());
const press = (page, name) => leave(page, () => page.getByRole("button", { name }).click());

/** Drops files anywhere on the page. */
async function drop(page, files) {
  const data = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const [name, text] of list) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent("body", "dragenter", { dataTransfer: data });
  check(await page.locator("#dropzone").isVisible(), "drop", "says nothing while files are held over it");
  await leave(page, () => page.dispatchEvent("body", "drop", { dataTransfer: data }));
}

let running = await open();
origin = new URL(running.address).origin;
const page = await context.newPage();
watch(page, "page");

// --- start ------------------------------------------------------------------------------------------------------------
await page.goto(running.address);
check(!page.url().includes("token"), "start", "keeps the token in the address");
await look(page, "1-start");
await page.locator("#demo-path").fill(root);
await page.getByRole("button", { name: "練習用に作る" }).click();
await page.waitForURL(/\/period/);
await rest(page);
check(existsSync(join(root, "torimatome.toml")), "start", "no workspace was made");

// --- this period ------------------------------------------------------------------------------------------------------
await page.locator("#period").selectOption("2025H1");
await page.waitForURL(/p=2025H1/);
await rest(page);
await look(page, "2-period");
await press(page, "取りまとめる");
check(await page.getByText("を取りまとめ、").isVisible(), "period", "does not say what was built");
await look(page, "2-period-built");
await drop(page, [["追加の課.csv", "課名,取組\n総務課,電子申請\n"], ["<img src=x onerror=alert(1)>&'\".csv", "a,b\n"], ["a'b&c.csv", "課名,x\n"]].filter(([name]) => !/[<>"]/.test(name)));
check(readdirSync(join(root, "inbox/2025H1")).includes("追加の課.csv"), "drop", "the file is not in the inbox");
await drop(page, [["追加の課.csv", "another"]]);
check(readdirSync(join(root, "inbox/2025H1")).includes("追加の課 (2).csv"), "drop", "both files are not kept");
check(readFileSync(join(root, "inbox/2025H1/追加の課.csv"), "utf8").startsWith("課名"), "drop", "a file was overwritten");
await page.getByText("新しいファイル").first().waitFor();
await look(page, "2-period-new", { rules: false });
for (const name of ["追加の課.csv", "追加の課 (2).csv", "a'b&c.csv"]) rmSync(join(root, "inbox/2025H1", name));
writeFileSync(join(root, "inbox/2025H1/<img src=x onerror=alert(1)>.csv"), "課名,取組\n");
await page.goto(`${origin}/period?p=2025H1`);
await rest(page);
check(await page.getByText("<img src=x onerror=alert(1)>.csv").first().isVisible(), "period", "a hostile name is not shown as it is");
rmSync(join(root, "inbox/2025H1/<img src=x onerror=alert(1)>.csv"));
await page.goto(`${origin}/period?p=2025H1`);
await rest(page);

// --- findings ---------------------------------------------------------------------------------------------------------
await go(page, "指摘");
await look(page, "3-findings");
const first = page.locator("article.finding").first();
const cellOf = page.locator("article.finding details[data-load]").first();
await cellOf.locator("summary").click();
await page.locator(".cut td[aria-current]").first().waitFor();
await look(page, "3-findings-cell");
const open_ = async () => Number((await page.locator("#shown b").first().textContent()).replace(",", ""));
const before = await open_();
await first.locator("input.note").fill("課に電話で確認した");
await first.getByRole("button", { name: "確認済み" }).click();
await page.locator("article.finding[data-answered]").first().waitFor();
await look(page, "3-findings-answered", { rules: false });
check(readFileSync(join(root, "decisions.toml"), "utf8").includes("課に電話で確認した"), "findings", "the answer is not kept");
// the rest by keys alone
await page.reload();
await rest(page);
check(await open_() < before, "findings", "an answered finding is still open");
await page.keyboard.press("j");
await page.keyboard.press("2");
await page.locator("article.finding[data-answered]").first().waitFor();
check((await page.locator("article.finding[data-answered] .decided").first().textContent()).includes("差戻し"), "findings", "2 does not return");
await leave(page, () => page.keyboard.press("u"));
check(!readFileSync(join(root, "decisions.toml"), "utf8").includes("差戻し"), "findings", "undo leaves the answer");

// the first stop of Tab leads past the navigation
await page.goto(`${origin}/findings?p=2025H1`);
await page.keyboard.press("Tab");
check(await page.evaluate(() => document.activeElement.getAttribute("href")) === "#main", "findings", "the first stop is not the skip link");

// --- two windows: the second sees what the first has decided, and both stay whole ------------------------------------------
const other = await context.newPage();
watch(other, "other window");
await other.goto(`${origin}/findings?p=2025H1&show=answered`);
check(await other.locator("article.finding").count() === 1, "two windows", "the second does not see the answer");
await Promise.all([page, other].map((one) => one.goto(`${origin}/period?p=2025H1`)));
await Promise.all([page, other].map((one) => rest(one)));
await Promise.all([page, other].map((one) => one.getByRole("button", { name: "取りまとめる" }).click().catch(() => {})));
await Promise.all([page, other].map((one) => one.waitForLoadState("load")));
await page.goto(`${origin}/period?p=2025H1`);
await rest(page);
check(JSON.parse(readFileSync(join(root, "out/2025H1/run.json"), "utf8")).state === "draft", "two windows", "no whole run");
await other.close();

// --- records ----------------------------------------------------------------------------------------------------------
await go(page, "記録");
await look(page, "4-records");
const record = page.locator("article.record").first();
await record.getByText("手直しする").click();
await record.locator("textarea[name=planned]").fill("画面で直した予定");
await record.locator("[name=memo]").fill("電話で聞いた");
await look(page, "4-records-edit");
await leave(page, () => record.getByRole("button", { name: "手直しを残す" }).click());
check(await page.getByText("画面で直した予定").first().isVisible(), "records", "the edit is not shown");

// --- a table that no form knows: drafted, corrected, saved, read ---------------------------------------------------------------
const lent = "物品貸出簿\n管理番号,物品名,貸出先,貸出日,返却済\nA-001,ノートパソコン,総務課,2025/9/1,○\nA-002,プロジェクター,財政課,2025/9/3,○\nA-003,延長コード,税務収納課,2025/9/5,\n";
writeFileSync(join(root, "inbox/2025H1/物品貸出.csv"), lent);
await page.goto(`${origin}/tables?p=2025H1`);
await rest(page);
await page.goto(`${origin}/tables?p=2025H1`);
await rest(page);
await look(page, "4-unknown-table");
await leave(page, () => page.getByRole("link", { name: "様式の下書きを作る" }).click());
await page.locator("tr", { hasText: "貸出先" }).locator("select").selectOption("departments");
await page.locator("#id").fill("lent");
await look(page, "4-draft");
await press(page, "様式を保存して、読み直す");
const written = existsSync(join(root, "templates/lent.toml")) ? readFileSync(join(root, "templates/lent.toml"), "utf8") : "";
check(written.includes('type = "departments"'), "draft", "the form is not saved as chosen");
await page.goto(`${origin}/tables?p=2025H1`);
await rest(page);
check(await page.getByText("分からない表はありません").isVisible(), "draft", "the table is still unknown");
await page.goto(`${origin}/records?p=2025H1`);
await rest(page);
await page.locator("#table").selectOption({ label: "物品貸出簿（3）" });
await page.waitForURL(/table=0/);
check(await page.locator("article.record").count() === 3, "draft", "its records are not shown");
check(await page.locator("article.record dd").filter({ hasText: "ノートパソコン" }).first().getAttribute("title") !== null, "draft", "a value has no origin");
await look(page, "4-records-table");
// marked and remarked on by keys alone
await page.locator("article.record summary").first().focus();
await page.keyboard.press("Enter");
for (const text of ["", "、予備", "", "", ""]) {
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+End");
  if (text) await page.keyboard.type(text);
}
await page.keyboard.press("Tab");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Tab");
await page.keyboard.type("現物を確かめた");
await look(page, "4-records-table-edit");
await page.keyboard.press("Tab");
await leave(page, () => page.keyboard.press("Enter"));
check(await page.locator("article.record dd", { hasText: "現物を確かめた" }).count() === 1, "records of a table", "the remark is not shown");
check(await page.locator("article.record dd", { hasText: "ノートパソコン、予備" }).count() === 1, "records of a table", "the edit is not shown");
check(await page.locator("article.record dd", { hasText: "確認済み" }).count() === 1, "records of a table", "the mark is not shown");
check(new URL(page.url()).searchParams.get("table") === "0", "records of a table", "the list is another after an edit");
await leave(page, () => page.getByRole("button", { name: "元に戻す" }).click());
check(!readFileSync(join(root, "decisions.toml"), "utf8").includes("現物を確かめた"), "records of a table", "undo leaves the remark");
rmSync(join(root, "inbox/2025H1/物品貸出.csv"));

// --- stop, kill and reopen ----------------------------------------------------------------------------------------------
running.child.kill("SIGKILL");
await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
await page.locator("#ended:not([hidden])").waitFor();
await page.screenshot({ path: join(shots, "9-ended-1280.png") });
running = await open(root);
origin = new URL(running.address).origin;
await page.goto(running.address);
await page.goto(`${origin}/records?p=2025H1`);
await rest(page);
check(await page.getByText("画面で直した予定").first().isVisible(), "reopen", "the edit is lost");

// --- close the first period, the second, outputs ----------------------------------------------------------------------------
await page.goto(`${origin}/period?p=2025H1`);
await rest(page);
await press(page, "取りまとめる");
await go(page, "成果物");
await look(page, "5-outputs");
await page.locator("details.pdf summary").click();
await page.waitForTimeout(1500);
await page.screenshot({ path: join(shots, "5-report-1280.png") });
await page.goto(`${origin}/outputs?p=2025H1`);
await rest(page);
await leave(page, () => page.getByRole("link", { name: "締める前の確認へ" }).click());
await look(page, "5-close");
await page.getByLabel("確かめました").check();
await press(page, "この期間を締める");
check(await page.getByText("を締めました").isVisible(), "close", "does not say that it is closed");
await page.locator("#period").selectOption("2025H2");
await page.waitForURL(/p=2025H2/);
await rest(page);
await press(page, "取りまとめる");
await look(page, "6-second-period", { rules: false });
await go(page, "記録");
await page.locator("#only").selectOption("changed");
await page.waitForURL(/only=changed/);
await page.locator("article.record details summary").first().click();
await look(page, "6-changed", { rules: false });
await go(page, "成果物");
await press(page, "の様式を作る");
check(existsSync(join(root, "forms/2026H1/照会文.docx")), "forms", "were not made");
const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "取りまとめ.xlsx" }).first().click()]);
check(readFileSync(await download.path()).equals(readFileSync(join(root, "out/2025H2/取りまとめ.xlsx"))), "outputs", "the download is another file");
await go(page, "推移");
check(await page.locator("table").count() >= 2, "trend", "no tables");
await look(page, "7-trend");
await go(page, "履歴");
await look(page, "7-history");
await press(page, "English");
// every view, the same in English
for (const view of ["period", "findings", "records", "outputs", "close", "tables", "trend", "history", "start", "folders"]) {
  await page.goto(`${origin}/${view}?p=2025H2`);
  await rest(page);
  await page.evaluate(() => document.querySelectorAll("main details:not(.pdf)").forEach((details) => { details.open = true; }));
  await page.waitForLoadState("networkidle");
  await look(page, `8-english-${view}`);
}

// --- without a script ---------------------------------------------------------------------------------------------------
const plain = await chromium.launch({ executablePath, headless: true, args });
const quiet = await plain.newContext({ javaScriptEnabled: false });
const bare = await quiet.newPage();
const again = await open(root);
await bare.goto(again.address);
await bare.goto(`${origin}/period?p=2025H2`);
await bare.locator("button.main").click();
for (let tries = 0; tries < 60 && await bare.locator("#job[data-running]").count(); tries += 1) await bare.waitForTimeout(1000);
check(await bare.locator("#job .result").count() === 1, "without a script", "the build does not end with a word");
check(await bare.locator("table.departments tbody tr").count() > 10, "without a script", "the departments are not shown");
await plain.close();

await page.getByRole("button", { name: "End the program" }).click();
await page.waitForLoadState("load");
await context.close();
if (!running.child.killed) running.child.kill();
rmSync(base, { recursive: true, force: true });

if (faults.length) { console.log(faults.join("\n")); process.exit(1); }
console.log(`the month was played; pictures in ${shots}`);
