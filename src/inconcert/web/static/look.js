// A change of the mapping is looked at as soon as it is made; the address keeps it.
const form = document.getElementById("mapping");
const place = document.getElementById("preview");
const carried = document.getElementById("carried");
const button = document.getElementById("add-button");
const looking = document.getElementById("looking");
const add = document.getElementById("add");
let latest = 0;
let waiting;
let under = null;

function carry(given) {
  carried.replaceChildren(...[...given].map(([name, value]) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    return field;
  }));
}

const chosen = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
let seen = chosen().toString();

/** Look at what is chosen now, unless it was looked at or is being looked at; resolves when that is done. */
function look() {
  clearTimeout(waiting);
  const given = chosen();
  if (given.toString() !== seen) {
    seen = given.toString();
    const mine = ++latest;
    under = lookAt(given, mine).finally(() => { if (mine === latest) under = null; });
  }
  return under;
}

async function lookAt(given, mine) {
  looking.textContent = "Looking …";
  const address = `${form.action}?${given}`;
  try {
    const answer = await fetch(address, { headers: { "X-Part": "preview" } });
    const text = await answer.text();
    if (mine !== latest) return;
    const made = new DOMParser().parseFromString(text, "text/html");
    place.replaceChildren(...(answer.ok ? made.body.childNodes : made.querySelector("main").childNodes));
    history.replaceState(null, "", address);
    carry(given);
    const files = [...place.querySelectorAll(".file")];
    button.disabled = !files.length || files.some((file) => file.dataset.usable !== "yes");
    looking.textContent = button.disabled ? "Not yet usable: see below." : "";
    for (const field of form.elements) if (field.name === "timezone") field.removeAttribute("aria-invalid");
  } catch {
    if (mine === latest) looking.textContent = "The server did not answer.";
  }
}

form.addEventListener("change", look);
form.addEventListener("input", (event) => {
  if (event.target.tagName !== "INPUT") return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 600);
});
form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
// The button is never taken away under a click. What is not looked at yet is looked at first, and added if it is usable.
add.addEventListener("submit", async (event) => {
  if (event.submitter !== button || (!under && chosen().toString() === seen)) return;
  event.preventDefault();
  await look();
  if (!button.disabled) add.requestSubmit(button);
});
