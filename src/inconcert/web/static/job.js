// How far a job is, as the server tells it.
const job = document.getElementById("job");
const one = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en");

function soon(seconds) {
  if (seconds === null) return "";
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left in this step`;
  return `about ${Math.round(seconds / 60)} min left in this step`;
}

// A watch looks again and again: between two looks there is no step, and what the last one came to is said.
function between(seen) {
  if (seen.last && one("last").textContent !== seen.last) one("last").textContent = `${seen.last} Load the page again to see it below.`;
  one("step").textContent = "Waiting for the next look";
  one("rows").textContent = one("left").textContent = "";
  one("bar").max = 1;
  one("bar").value = 0;
}

function show(seen) {
  const step = seen.steps.at(-1);
  if (!step) {
    if (one("last") && seen.last) between(seen);
    return;
  }
  one("step").textContent = step.name;
  one("rows").textContent = number.format(step.done) + (step.total ? ` of ${number.format(step.total)}` : "");
  one("left").textContent = soon(step.left);
  const bar = one("bar");
  if (step.total) { bar.max = step.total; bar.value = step.done; } else { bar.removeAttribute("value"); }
  one("steps")?.replaceChildren(...seen.steps.map((each) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const spent = document.createElement("span");
    name.textContent = each.name;
    spent.textContent = `${each.spent.toFixed(1)} s`;
    spent.className = "soft num";
    line.append(name, " ", spent);
    return line;
  }));
}

const source = new EventSource(job.dataset.events);
source.addEventListener("progress", (event) => {
  const seen = JSON.parse(event.data);
  if (!seen.ended) { show(seen); return; }
  source.close();
  location.reload();
});
