// What every view has: it says that it is still open, follows the work that is under way, and takes dropped files.
import "./upload.js";

const headers = { "x-torimatome-script": "1" };
const ended = document.getElementById("ended");

/** The program ends by itself when no page has been open for a while. */
async function alive() {
  try {
    const answer = await fetch("/alive", { headers });
    ended.hidden = answer.ok;
  } catch {
    ended.hidden = false;
  }
}
setInterval(alive, 60_000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) alive(); });

/** Follows the work, and loads the view again when it is over. */
async function follow() {
  try {
    const job = await (await fetch("/job", { headers })).json();
    if (!job.running) { location.reload(); return; }
    const text = document.getElementById("job-text"), part = document.getElementById("job-part");
    if (text && text.textContent !== job.text) text.textContent = job.text;
    if (part && job.all > 0) { part.max = job.all; part.value = job.done; } else if (part) part.removeAttribute("value");
    setTimeout(follow, 400);
  } catch {
    ended.hidden = false;
  }
}
if (document.getElementById("job")?.dataset.running) setTimeout(follow, 250);

for (const form of document.querySelectorAll("form[data-submit='change']")) {
  for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => form.requestSubmit());
}
for (const button of document.querySelectorAll("[data-hide]")) button.hidden = true;
