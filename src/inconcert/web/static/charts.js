// Pictures of tables. Each figure names a specification and the table it is a picture of; the rows are read from that
// table, so that the picture and its twin cannot say different things. Drawing code is fetched when a figure comes near.
const library = () => import("./vendor/charts-6.4.0.min.js");
const drawn = new Map();

function colours() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  return { ink: get("--ink"), soft: get("--soft"), line: get("--line"), accent: get("--accent"), mark: get("--warn") };
}

function config() {
  const { ink, soft, line } = colours();
  const font = getComputedStyle(document.body).fontFamily;
  const axis = { labelColor: soft, titleColor: soft, gridColor: line, domainColor: line, tickColor: line, titleFontWeight: "normal" };
  return {
    background: "transparent", font, axis, view: { stroke: null },
    legend: { labelColor: ink, titleColor: soft }, title: { color: ink },
  };
}

const value = (cell) => {
  const text = cell.dataset.v ?? cell.textContent.trim();
  return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
};

function rows(table) {
  const fields = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.field);
  return [...table.tBodies].flatMap((body) => [...body.rows]).map((row) =>
    Object.fromEntries([...row.cells].map((cell, place) => [fields[place], value(cell)]).filter(([name]) => name)));
}

// A specification names colours by the role they have ("ink", "accent"), which are those of the page, light or dark.
// "$noun" is what the picture counts.
function painted(spec, noun = "posts") {
  const roles = { ...colours(), noun };
  return JSON.parse(JSON.stringify(spec), (_, it) => (typeof it === "string" && it.startsWith("$") ? roles[it.slice(1)] ?? it : it));
}

async function draw(figure) {
  const table = document.getElementById(figure.dataset.rows);
  const place = figure.querySelector("[data-place]");
  if (!table || !place) return;
  const [{ draw: embed }, spec] = await Promise.all([library(), fetch(figure.dataset.chart).then((answer) => answer.json())]);
  const data = { name: "rows", values: rows(table) };
  const result = await embed(place, { ...painted(spec, figure.dataset.noun), data, width: "container", config: config() });
  drawn.get(figure)?.view.finalize();
  drawn.set(figure, result);
  figure.classList.add("drawn");
  place.querySelectorAll("canvas").forEach((canvas) => canvas.setAttribute("aria-hidden", "true"));
  if (figure.dataset.brush) follow(result.view, figure.dataset.brush);
}

// A stretch drawn over the timeline goes into the form of the page, which is what filters; the form works without this.
function follow(view, form) {
  let chosen = null;
  view.addSignalListener("brush", (_, brush) => { chosen = brush.start ?? null; });
  const settled = () => {
    if (chosen === null) return;
    const place = document.getElementById(form);
    const [first, last] = chosen.map((at) => new Date(at).toISOString().slice(0, 16));
    chosen = null;
    place.elements.from.value = first;
    place.elements.to.value = last;
    place.requestSubmit();
  };
  view.addEventListener("pointerup", () => setTimeout(settled, 50));
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    draw(entry.target).catch((error) => console.error(error));
  }
}, { rootMargin: "200px" });

function look() {
  for (const figure of drawn.keys()) if (!figure.isConnected) drawn.get(figure).view.finalize(), drawn.delete(figure);
  document.querySelectorAll("[data-chart]:not(.drawn)").forEach((figure) => near.observe(figure));
}

look();
document.addEventListener("htmx:after:swap", look);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...drawn.keys()].forEach(draw));
