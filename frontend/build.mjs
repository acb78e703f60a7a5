// Bundles other people's libraries into src/inconcert/web/static/vendor, each with the version in its name, beside one
// file with their licences. `node build.mjs --check` builds aside and compares byte by byte.
import { build } from "esbuild";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(here, "../src/inconcert/web/static/vendor");
const PERMITTED = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BSD-0-Clause", "Apache-2.0"]);
// Name of each bundle, the package whose version it carries, and whether it is a module or a plain script.
const BUNDLES = [
  ["htmx", "htmx.org", "iife"],
  ["network", "sigma", "esm"],
  ["charts", "vega", "esm"],
];

const about = async (folder) => JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));

async function bundle(name, version, format, target) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [`src/${name}.js`],
    outfile: join(target, `${name}-${version}.min.js`),
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    legalComments: "none",
    metafile: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  return Object.keys(result.metafile.inputs).filter((input) => input.startsWith("node_modules/"));
}

// The folder of the package a file belongs to: node_modules/a/node_modules/@b/c/x.js → node_modules/a/node_modules/@b/c
const owner = (file) => file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)[1];

async function licence(folder) {
  const pack = await about(folder);
  if (!PERMITTED.has(pack.license)) throw new Error(`${pack.name} is licensed ${pack.license}, which is not permitted`);
  const names = (await readdir(join(here, folder))).filter((name) => /^licen[cs]e/i.test(name)).sort();
  const text = names.length ? await readFile(join(here, folder, names[0]), "utf8") : "(no text in the package)";
  return `${pack.name} ${pack.version} (${pack.license})\n\n${text.trim().replaceAll("\r\n", "\n")}\n`;
}

async function write(target) {
  const folders = new Set();
  for (const [name, pack, format] of BUNDLES) {
    const { version } = await about(`node_modules/${pack}`);
    (await bundle(name, version, format, target)).forEach((file) => folders.add(owner(file)));
  }
  const texts = [];
  for (const folder of [...folders].sort()) texts.push(await licence(folder));
  const head = "The bundles in this folder hold the following works. Their licences stand below each name.\n";
  await writeFile(join(target, "LICENCES.txt"), [head, ...texts].join(`\n${"-".repeat(72)}\n\n`));
}

async function differences(one, other) {
  const names = [...new Set([...(await readdir(one)), ...(await readdir(other))])].sort();
  const read = (folder, name) => readFile(join(folder, name)).catch(() => Buffer.alloc(0));
  const same = await Promise.all(names.map(async (name) => (await read(one, name)).equals(await read(other, name))));
  return names.filter((_, place) => !same[place]);
}

if (process.argv.includes("--check")) {
  const aside = await mkdtemp(join(tmpdir(), "assets-"));
  await write(aside);
  const wrong = await differences(home, aside);
  await rm(aside, { recursive: true });
  if (wrong.length) {
    console.error(`These bundles are not what their sources give: ${wrong.join(", ")}. Run: ./run assets`);
    process.exit(1);
  }
} else {
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await write(home);
}
