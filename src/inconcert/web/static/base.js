// What every page has: the token on requests of htmx, messages, menus that close.
const token = document.querySelector('meta[name="csrf"]')?.content ?? "";

/** Headers of a request that changes something. */
export const headers = (more = {}) => ({ "X-CSRF-Token": token, ...more });

/** Say something that goes away by itself; screen readers speak it. */
export function say(text) {
  const place = document.getElementById("said");
  const line = document.createElement("p");
  line.textContent = text;
  place.append(line);
  setTimeout(() => line.remove(), 6000);
}

/** A request with our token; answers JSON, or throws what the server said. */
export async function ask(address, options = {}) {
  const answer = await fetch(address, {
    ...options,
    headers: headers({ Accept: "application/json", ...options.headers }),
  });
  const data = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
  if (!answer.ok) throw new Error([data?.detail ?? answer.statusText, data?.todo].filter(Boolean).join(" "));
  return data;
}

// htmx 4 asks with fetch; its event carries the headers that will be sent.
document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx?.request;
  if (request) request.headers = { ...request.headers, "X-CSRF-Token": token };
});
document.addEventListener("htmx:response:error", (event) => {
  say(event.detail.ctx?.response?.status === 409
    ? "Somebody else changed this in the meantime. Load the page again."
    : "This did not work. Load the page again and repeat.");
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a narrow window the table comes first: what narrows it is folded. Without this module it stays open.
const narrow = matchMedia("(max-width: 64rem)");
const fold = () => document.querySelectorAll("details[data-fold]").forEach((box) => { box.open = !narrow.matches; });
fold();
narrow.addEventListener("change", fold);

// On a narrow window the navigation is wider than it: show where one is.
const current = document.querySelector(".main-nav [aria-current]");
if (current) current.parentElement.scrollLeft = current.offsetLeft - 40;
