// Findings: answered without leaving the list, cells shown when they are asked for, keys.
const headers = { "x-torimatome-script": "1" };
const isEnglish = document.documentElement.lang === "en";
const shown = document.getElementById("shown");
const undo = document.querySelector("#undo button");

/** Puts what the program sent in the place of an element. */
function put(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const made = template.content.firstElementChild;
  element.replaceWith(made);
  return made;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-answer]");
  if (!form) return;
  event.preventDefault();
  const article = document.getElementById(form.dataset.answer);
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
  const text = answer ? await answer.text() : "";
  if (!answer?.ok) {
    article.querySelector(".failure")?.remove();
    article.insertAdjacentHTML("beforeend", text || `<p class="failure" role="alert">${isEnglish ? "Not done." : "できませんでした。"}</p>`);
    return;
  }
  const made = put(article, text);
  const next = made.dataset.answered !== undefined ? beside(made, 1) ?? made : made;
  next.focus();
  const given = made.querySelector(".decided")?.textContent ?? (isEnglish ? "taken back" : "取消し");
  shown.textContent = `${made.querySelector("h3").textContent.trim()}: ${given}`;
  if (undo) { undo.disabled = false; undo.textContent = isEnglish ? "Undo" : "元に戻す"; }
});

// a <details> says that it was opened, but not to those around it
document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.dataset.load) return;
  const address = details.dataset.load;
  delete details.dataset.load;
  const answer = await fetch(address, { headers }).catch(() => null);
  if (answer?.ok) details.querySelector("div").innerHTML = await answer.text();
}, true);

const all = () => [...document.querySelectorAll("article.finding")];
const current = () => document.activeElement?.closest?.("article.finding") ?? null;
function beside(article, step) {
  const list = all();
  return list[list.indexOf(article) + step] ?? null;
}

// single keys can be turned off: speech and switch devices press them by chance
const keys = document.querySelector("p.keys");
let areOn = true;
try { areOn = localStorage.getItem("keys") !== "off"; } catch { /* a browser that keeps nothing */ }
if (keys) {
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: areOn });
  const label = document.createElement("label");
  label.append(box, isEnglish ? " Use keys. " : " キーで操作する　");
  box.addEventListener("change", () => {
    areOn = box.checked;
    try { localStorage.setItem("keys", areOn ? "on" : "off"); } catch { /* as above */ }
  });
  keys.prepend(label);
}

document.addEventListener("keydown", (event) => {
  if (!areOn || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select")) return;
  const article = current();
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    const to = article ? beside(article, key === "j" ? 1 : -1) : all()[0];
    if (to) { event.preventDefault(); to.focus(); to.scrollIntoView({ block: "nearest" }); }
  } else if (key === "u" && undo && !undo.disabled) {
    event.preventDefault();
    undo.click();
  } else if (article && /^[1-4]$/.test(key)) {
    event.preventDefault();
    article.querySelector(`button[data-key="${key}"]`)?.click();
  }
});
