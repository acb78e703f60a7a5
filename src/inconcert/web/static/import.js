// Drop files: each is sent as it is, then it is shown how they would be read.
import { ask, headers, say } from "./base.js";

const drop = document.getElementById("drop");
const chooser = document.getElementById("files");
const coming = document.getElementById("coming");
const limit = Number(drop.dataset.limit);

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  item.append(name, bar);
  coming.append(item);
  return bar;
}

// fetch tells nothing of how much was sent.
function send(address, file, bar) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    for (const [name, value] of Object.entries(headers({ Accept: "application/json" }))) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
    request.addEventListener("load", () => {
      if (request.status < 300) { bar.value = bar.max; done(); return; }
      let said = request.statusText;
      try { said = JSON.parse(request.responseText).detail; } catch { /* not ours */ }
      failed(new Error(`${file.name}: ${said}`));
    });
    request.addEventListener("error", () => failed(new Error(`${file.name}: the connection broke off.`)));
    request.send(file);
  });
}

async function take(files) {
  const chosen = [...files];
  if (!chosen.length) return;
  const large = chosen.find((file) => file.size > limit);
  if (large) { say(`${large.name} is larger than this server takes.`); return; }
  try {
    const { batch, look } = await ask(drop.dataset.batches, { method: "POST" });
    const base = drop.dataset.batches.replace(/batches$/, `${batch}/files/`);
    for (const file of chosen) await send(base + encodeURIComponent(file.name), file, line(file));
    location.assign(look);
  } catch (error) {
    coming.replaceChildren();
    say(error.message);
  }
}

chooser.addEventListener("change", () => take(chooser.files));
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
