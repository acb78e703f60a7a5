// A change of the mapping is looked at as soon as it is made; the address keeps it.
const form = document.getElementById("mapping");
const place = document.getElementById("preview");
const carried = document.getElementById("carried");
const button = document.getElementById("add-button");
const looking = document.getElementById("looking");
let latest = 0;
let waiting;

function carry(given) {
  carried.replaceChildren(...[...given].map(([name, value]) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    return field;
  }));
}

const chosen = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
let seen = chosen().toString();

async function look() {
  clearTimeout(waiting);
  const given = chosen();
  // Leaving a field tells of its change once more: the button must not be taken away under the click.
  if (given.toString() === seen) return;
  seen = given.toString();
  const mine = ++latest;
  looking.textContent = "Looking …";
  button.disabled = true;
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
