// Single keys for what a reviewer does most. The list is data (web/keys.json): the page brings it as the table in the
// dialog "keys", and this module only finds what each action means on the page it is on.
const STORE = "inconcert-keys";
const dialog = () => document.getElementById("keys");
const actions = new Map();

function learn() {
  for (const row of dialog()?.querySelectorAll("[data-does]") ?? []) actions.set(row.dataset.key, row.dataset.does);
}

const off = () => localStorage.getItem(STORE) === "off";
const writing = (place) => place.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const steps = () => [...document.querySelectorAll("[data-step]")].filter((one) => one.offsetParent !== null);

function move(by) {
  const all = steps();
  if (!all.length) return;
  const here = all.findIndex((one) => one.hasAttribute("data-here"));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  all[here]?.removeAttribute("data-here");
  next.setAttribute("data-here", "");
  const focus = next.matches("a, button, summary, [tabindex]") ? next : next.querySelector("a, button, summary, input") ?? next;
  focus.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// What bears data-act="accept" is pressed, ticked or written in; then the place it points to gets the pen.
function act(name) {
  const place = document.querySelector(`[data-act~="${name}"]`);
  if (!place) return false;
  place.closest("details")?.setAttribute("open", "");
  if (place.matches("input[type=radio], input[type=checkbox]")) place.click();
  else if (!writing(place)) return place.click(), true;
  const pen = place.dataset.then ? document.getElementById(place.dataset.then) : place;
  pen?.focus();
  return true;
}

function help() {
  const box = dialog();
  if (!box) return false;
  if (box.open) box.close();
  else box.showModal();
  return true;
}

function done(name) {
  if (name === "next") return move(1), true;
  if (name === "previous") return move(-1), true;
  if (name === "help") return help();
  return act(name);
}

function pressed(event) {
  const place = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey && event.key === "Enter" && place.form) return place.form.requestSubmit();
  if (event.key === "Escape" && writing(place)) return place.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || off() || writing(place)) return;
  const name = actions.get(event.key);
  if (name && name !== "open" && name !== "send" && done(name)) event.preventDefault();
}

function remember() {
  const box = document.getElementById("keys-on");
  if (!box) return;
  box.checked = !off();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
}

learn();
remember();
document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => event.target.closest?.("[data-keys-help]") && help());
document.addEventListener("focusin", (event) => {
  const step = event.target.closest?.("[data-step]");
  if (!step || step.hasAttribute("data-here")) return;
  document.querySelectorAll("[data-here]").forEach((one) => one.removeAttribute("data-here"));
  step.setAttribute("data-here", "");
});
