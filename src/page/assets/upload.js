// Files dropped anywhere on the page go into the inbox of the period.
const form = document.querySelector("form[data-upload]");
const zone = document.getElementById("dropzone");
const period = document.body.dataset.period;
const canDrop = Boolean(document.body.dataset.drop);

async function send(files, result) {
  if (files.length === 0) return;
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  result.textContent = "…";
  try {
    const answer = await fetch(`/upload?p=${encodeURIComponent(period)}`, { method: "POST", body, headers: { "x-torimatome-script": "1" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { lines, refused } = await answer.json();
    result.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    // what was taken is read at once; what was refused is to be read first
    if (refused === 0) location.assign(`/period?p=${encodeURIComponent(period)}&result=${encodeURIComponent(lines.join(" / ").slice(0, 1500))}`);
  } catch {
    result.textContent = document.documentElement.lang === "en" ? "The files could not be sent." : "ファイルを送れませんでした。";
  }
}

/** Where the outcome of an upload is shown, in a view that has no place of its own for it. */
function place() {
  const own = document.querySelector("[data-upload-result]");
  if (own) return own;
  const made = Object.assign(document.createElement("div"), { className: "result" });
  made.setAttribute("role", "status");
  document.getElementById("main").before(made);
  return made;
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send([...form.elements.files.files], place());
  });
}

if (canDrop) {
  const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  addEventListener("dragenter", (event) => { if (holds(event)) { depth += 1; zone.hidden = false; } });
  addEventListener("dragleave", (event) => { if (holds(event) && (depth -= 1) <= 0) { depth = 0; zone.hidden = true; } });
  addEventListener("dragover", (event) => { if (holds(event)) event.preventDefault(); });
  addEventListener("drop", async (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    depth = 0;
    zone.hidden = true;
    send(await dropped(event.dataTransfer), place());
  });
}

/** The files that were dropped, those in folders too. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const files = [];
  const walk = async (entry, depth) => {
    if (entry.isFile) { files.push(await new Promise((done, failed) => entry.file(done, failed))); return; }
    if (depth > 16) return;
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return;
      for (const inner of some) await walk(inner, depth + 1);
    }
  };
  for (const entry of entries) await walk(entry, 0);
  return files;
}
