// The drawing of a network. The server says what is drawn and where; here it is put on a canvas, opened, selected from.
// Without WebGL, or without this module, the server's own drawing stays. The table beside holds the same selection.
import { Graph, Sigma, forceAtlas2 } from "./vendor/network-3.0.3.min.js";
import { say } from "./base.js";

const drawn = new Map();
const style = () => getComputedStyle(document.documentElement);
const tone = (name) => style().getPropertyValue(name).trim();
const able = () => Boolean(document.createElement("canvas").getContext("webgl2"));

function selection() {
  const words = new URL(location.href).searchParams.get("sel") ?? "";
  return new Set(words.split(",").filter(Boolean));
}

function keep(chosen) {
  const here = new URL(location.href);
  if (chosen.size) here.searchParams.set("sel", [...chosen].join(","));
  else here.searchParams.delete("sel");
  history.replaceState(history.state, "", here);
}

class Drawing {
  constructor(figure) {
    this.figure = figure;
    this.place = figure.querySelector(".net-place");
    this.address = new URL(figure.dataset.network, location.href);
    this.chosen = selection();
    this.graph = new Graph();
  }

  async start() {
    const data = await this.load();
    this.place.replaceChildren();
    this.put(data);
    this.sigma = new Sigma(this.graph, this.place, {
      hideEdgesOnMove: true,
      labelFont: getComputedStyle(document.body).fontFamily,
      labelColor: { color: tone("--ink") },
      labelSize: 12,
      labelRenderedSizeThreshold: 7,
      nodeReducer: (key, it) => this.seen(key, it),
      defaultDrawNodeHover: hover,
      stagePadding: this.place.clientWidth < 500 ? 80 : 50,
    });
    this.sigma.on("clickNode", ({ node }) => this.clicked(node));
    this.figure.querySelector(".net-tools").hidden = false;
    this.figure.classList.add("drawn");
    this.listen();
    this.mirror();
  }

  async load() {
    const answer = await fetch(this.address);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  put({ nodes, links, says, open }) {
    this.open = new Set(open);
    this.graph.clear();
    const heaviest = Math.max(1, ...links.map((link) => link[2]));
    for (const it of nodes) {
      const size = it.kind === "group" ? Math.min(8 + Math.sqrt(it.size) * 2, 34) : 5;
      const label = it.kind === "group" ? `${it.label} (${it.size})` : it.label;
      this.graph.addNode(it.key, { ...it, size, label, y: 1 - it.y, color: tone(`--d${(it.group % 6) + 1}`) });
    }
    for (const [one, other, nats] of links) {
      const ends = [nodes[one].key, nodes[other].key];
      this.graph.addEdge(...ends, { size: 0.4 + (2.6 * nats) / heaviest, color: tone("--line") });
    }
    document.querySelectorAll("[data-says]").forEach((line) => { line.textContent = says; });
  }

  // Light became dark, or dark light: a canvas keeps the colours that it was given.
  repaint() {
    this.graph.forEachNode((key, it) => this.graph.setNodeAttribute(key, "color", tone(`--d${(it.group % 6) + 1}`)));
    this.graph.forEachEdge((key) => this.graph.setEdgeAttribute(key, "color", tone("--line")));
    this.sigma?.setSetting("labelColor", { color: tone("--ink") });
  }

  seen(key, it) {
    if (!this.chosen.size) return it;
    if (it.kind === "member" && this.chosen.has(key.slice(1))) return { ...it, color: tone("--mark-line"), size: it.size + 3, zIndex: 1, forceLabel: true };
    return { ...it, color: tone("--edge") };
  }

  async unfold(groups) {
    if (groups === "all") this.address.searchParams.set("open", "all");
    else if (groups.size) this.address.searchParams.set("open", [...groups].join(","));
    else this.address.searchParams.delete("open");
    this.put(await this.load());
    const here = new URL(location.href);
    const word = this.address.searchParams.get("open");
    if (word) here.searchParams.set("open", word);
    else here.searchParams.delete("open");
    history.replaceState(history.state, "", here);
  }

  clicked(key) {
    const { kind, group } = this.graph.getNodeAttributes(key);
    if (kind === "group") return this.unfold(new Set([...this.open, group]));
    return this.choose([key.slice(1)], "toggle");
  }

  choose(places, how) {
    for (const place of places) {
      if (how === "toggle" && this.chosen.has(place)) this.chosen.delete(place);
      else if (how === "drop") this.chosen.delete(place);
      else this.chosen.add(place);
    }
    keep(this.chosen);
    this.mirror();
    this.sigma.refresh({ skipIndexation: true });
  }

  // The same selection in the table, and in words.
  mirror() {
    for (const box of document.querySelectorAll(".twin input[name=member]")) {
      box.checked = this.chosen.has(box.value);
      box.closest("tr").classList.toggle("chosen", box.checked);
    }
    const line = this.figure.querySelector("[data-selected]");
    if (line) line.textContent = this.chosen.size ? `${this.chosen.size} selected.` : "";
  }

  listen() {
    this.figure.querySelector(".net-tools").addEventListener("click", (event) => this.tool(event.target));
    document.querySelector(".twin")?.addEventListener("change", ({ target }) =>
      this.choose([target.value], target.checked ? "add" : "drop"));
    this.lasso = new Lasso(this);
  }

  tool(button) {
    const what = button.dataset?.do;
    if (what === "open") this.unfold("all");
    if (what === "close") this.unfold(new Set());
    if (what === "clear") this.choose([...this.chosen], "drop");
    if (what === "untangle") this.untangle();
    if (what === "lasso") button.setAttribute("aria-pressed", String(this.lasso.toggle()));
  }

  // A few steps a frame, so that the page stays alive.
  untangle(steps = 60) {
    const settings = { ...forceAtlas2.inferSettings(this.graph), adjustSizes: this.graph.order < 500 };
    forceAtlas2.assign(this.graph, { iterations: 2, settings });
    if (steps > 0 && this.place.isConnected) requestAnimationFrame(() => this.untangle(steps - 1));
  }

  end() {
    this.sigma?.kill();
  }
}

function hover(context, data, settings) {
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label ?? "").width;
  context.fillStyle = tone("--raised");
  context.fillRect(data.x + data.size, data.y - 11, width + 12, 22);
  context.fillStyle = tone("--ink");
  context.fillText(data.label ?? "", data.x + data.size + 6, data.y + 4);
}

// Drawn around members with the pointer held down. Who has no pointer ticks rows of the table.
class Lasso {
  constructor(drawing) {
    this.drawing = drawing;
    this.on = false;
    this.sheet = document.createElement("canvas");
    this.sheet.className = "lasso";
    this.sheet.hidden = true;
    drawing.place.append(this.sheet);
    this.sheet.addEventListener("pointerdown", (event) => this.begin(event));
    this.sheet.addEventListener("pointermove", (event) => this.draw(event));
    this.sheet.addEventListener("pointerup", () => this.finish());
  }

  toggle() {
    this.on = !this.on;
    this.sheet.hidden = !this.on;
    this.sheet.width = this.drawing.place.clientWidth;
    this.sheet.height = this.drawing.place.clientHeight;
    return this.on;
  }

  begin(event) {
    this.sheet.setPointerCapture(event.pointerId);
    this.line = [[event.offsetX, event.offsetY]];
  }

  draw(event) {
    if (!this.line) return;
    // Browsers hand over several moves as one; all of them belong to the line.
    const { left, top } = this.sheet.getBoundingClientRect();
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) this.line.push([move.clientX - left, move.clientY - top]);
    const pen = this.sheet.getContext("2d");
    pen.clearRect(0, 0, this.sheet.width, this.sheet.height);
    pen.strokeStyle = tone("--accent");
    pen.lineWidth = 2;
    pen.beginPath();
    this.line.forEach(([x, y], step) => (step ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
  }

  finish() {
    const { drawing, line } = this;
    this.line = null;
    this.sheet.getContext("2d").clearRect(0, 0, this.sheet.width, this.sheet.height);
    if (!line || line.length < 3) return;
    const caught = drawing.graph.filterNodes((_, it) => inside(drawing.sigma.graphToViewport(it), line));
    const members = caught.filter((key) => key[0] === "m");
    drawing.choose(members.map((key) => key.slice(1)), "add");
    if (caught.length > members.length) say("Groups cannot be selected: open them to select their members.");
  }
}

// Whether a point lies in a polygon: crossings of a ray to the right.
function inside({ x, y }, corners) {
  let within = false;
  for (let one = 0, other = corners.length - 1; one < corners.length; other = one++) {
    const [[ax, ay], [bx, by]] = [corners[one], corners[other]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

function look() {
  for (const [figure, it] of drawn) if (!figure.isConnected) it.end(), drawn.delete(figure);
  if (!able()) return;
  for (const figure of document.querySelectorAll("[data-network]")) {
    if (drawn.has(figure)) continue;
    const it = new Drawing(figure);
    drawn.set(figure, it);
    it.start().catch((error) => console.error(error));
  }
}

look();
document.addEventListener("htmx:after:swap", look);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...drawn.values()].forEach((it) => it.repaint()));
