// The page of a finding: its filter swaps what it narrows, its slider swaps the grid. Both are forms that work alone.
import { say } from "./base.js";

async function fragment(address) {
  const answer = await fetch(address, { headers: { "X-Part": "1" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Only part of the page changes, so that the reader stays where they are; the address says what is seen.
async function narrow(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = `${form.action}?${query}`;
  const place = document.querySelector(form.dataset.swap);
  place.setAttribute("aria-busy", "true");
  try {
    const page = await fragment(address);
    place.replaceChildren(...page.querySelector(form.dataset.swap).childNodes);
    history.pushState(null, "", address);
    document.dispatchEvent(new CustomEvent("htmx:after:swap"));
    say(place.querySelector(".callout")?.textContent.replace("Show all", "").trim() || "Everything is shown.");
  } catch {
    location.assign(address);
  } finally {
    place.removeAttribute("aria-busy");
  }
}

let waiting = 0;
function slide(slider) {
  const minutes = Number(slider.value);
  const sign = minutes < 0 ? "−" : "+";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  slider.form.querySelector("output").textContent = minutes ? `UTC${sign}${hours}${rest ? `:${rest}` : ""}` : "UTC";
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const address = new URL(slider.dataset.fragment, location.href);
    address.searchParams.set("zone", slider.value);
    const page = await fragment(address);
    document.querySelector(slider.dataset.into).replaceChildren(...page.body.childNodes);
    const here = new URL(location.href);
    here.searchParams.set("zone", slider.value);
    history.replaceState(null, "", here);
  }, 120);
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.swap) return;
  event.preventDefault();
  narrow(event.target);
});
document.addEventListener("input", (event) => event.target.dataset?.fragment && slide(event.target));
addEventListener("popstate", () => location.reload());
// Whoever moved it before this was loaded, or comes back to a form that the browser filled in again, is answered too.
for (const slider of document.querySelectorAll("input[data-fragment]")) if (slider.value !== slider.defaultValue) slide(slider);
