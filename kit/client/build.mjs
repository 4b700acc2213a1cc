/**
 * Builds all scripts and styles: `node build.mjs <pages> <widgets> [plain]`.
 *
 * The first folder gets page-<hash>.js, door-<hash>.js, again-<hash>.js, voila-<hash>.js, their sheets, licences.txt
 * manifest.json and inputs.json, all but the last two compressed too, unless they are to be plain. The second gets a
 * script, and a style where it has one, for each of `../widgets/*.js`, as a widget carries them: they stand alone.
 * inputs.json names the files that each script is made of: what it says is looked up by them.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { changes } from "./changes.mjs";
import { writeLicences } from "./licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const PRINTED = ["shared/over_time.css"]; // also in a report, which loads nothing
const SHEETS = ["site", "sessions", "print", "leader", "leader_sheet", "voila"].map(
  (name) => `../server/assets/${name}.css`,
);
const WIDGETS = "../widgets";

/** @satisfies {import("esbuild").BuildOptions} */
const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: ["es2019", "chrome75", "firefox70", "safari13"],
  // Safari 13 has it, but for a rare fault.
  supported: { destructuring: true },
  legalComments: "none",
  logLevel: "warning",
};

/**
 * Compress a file once and well, so that no server does it for every phone.
 * @param {string} path
 */
function pack(path) {
  const content = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content));
}

/**
 * @param {string} name
 * @returns {string} The name without its hash.
 */
function getPlainName(name) {
  return name.replace(/-[^-]*\./, ".");
}

/**
 * @param {import("esbuild").Metafile} metafile
 * @param {string} folder
 */
function writeInputs(metafile, folder) {
  /** @type {Record<string, string[]>} */
  const inputs = {};
  for (const [path, { inputs: parts }] of Object.entries(metafile.outputs)) {
    if (!path.endsWith(".js")) continue;
    const own = Object.keys(parts).filter((part) => /^(src|\.\.\/widgets)\//.test(part));
    inputs[getPlainName(basename(path))] = own
      .map((part) => (part.startsWith("../") ? `kit/${part.slice(3)}` : `kit/client/${part}`))
      .sort();
  }
  writeFileSync(join(folder, "inputs.json"), `${JSON.stringify(inputs, null, 2)}\n`);
}

/** @param {string} folder */
async function buildPages(folder) {
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    ...shared,
    entryPoints: [
      "src/page.js",
      "src/page.css",
      "src/door.js",
      "src/again.js",
      "src/voila.js",
      ...SHEETS,
    ],
    entryNames: "[name]-[hash]",
    outdir: folder,
    format: "iife",
    // Lumino is read as TypeScript; its fields must not be reset after its constructors ran.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    banner: { js: "/*! Licences of the parts: licences.txt */" },
    plugins: [changes],
    metafile: true,
  });
  const names = Object.keys(metafile.outputs).map((path) => basename(path));
  writeFileSync(join(folder, "licences.txt"), writeLicences(metafile));
  if (!plain) for (const name of [...names, "licences.txt"]) pack(join(folder, name));
  const manifest = Object.fromEntries(names.map((name) => [getPlainName(name), name]));
  writeInputs(metafile, folder);
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @param {string} folder */
async function buildWidgets(folder) {
  const names = readdirSync(join(here, WIDGETS));
  const scripts = names.filter((name) => name.endsWith(".js"));
  const styles = scripts
    .map((name) => name.replace(/js$/, "css"))
    .filter((name) => names.includes(name));
  const files = [...scripts, ...styles, ...PRINTED];
  const { metafile } = await build({
    ...shared,
    entryPoints: files.map((name) => ({
      in: join(WIDGETS, name),
      out: basename(name).replace(/\.[^.]+$/, ""),
    })),
    outdir: folder,
    format: "esm",
    metafile: true,
  });
  writeInputs(metafile, folder);
}

const [pages, widgets] = process.argv.slice(2, 4).map((folder) => resolve(folder));
const plain = process.argv[4] === "plain";
await buildPages(pages);
await buildWidgets(widgets);
