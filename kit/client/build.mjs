/**
 * Builds the pages: `node build.mjs <folder>` writes page-<hash>.js, page-<hash>.css,
 * door-<hash>.js, voila-<hash>.js, licences.txt and manifest.json into that folder, all but the last compressed too.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");

/* Packages that are large for the little a page of widgets uses of them. */
const STAND_INS = {
  "@lumino/widgets": "src/stand-ins/lumino-widgets.js",
  jquery: "src/stand-ins/jquery.js",
  "lodash/isEqual": "node_modules/underscore/modules/isEqual.js",
  "sanitize-html": "src/stand-ins/sanitize-html.js",
  underscore: "src/stand-ins/underscore.js",
};

const BASE_CSS = /controls\/css\/(widgets-base|lumino)\.css$/;
const PHOSPHOR = /\/\* <DEP[^*]*\*\/[^*]*\.p-[^*]*\/\* <\/DEP[^*]*\*\//g;

/* Sources that are changed on the way in: [file, what is there, what it becomes]. */
const CHANGES = [
  // Published as an AMD module, for which a page would need a loader.
  [/anywidget\/dist\/index\.js$/, /define\(.*, (\w+)\);/, "export default $1;"],
  // A busy phone may need longer than 2 s to load a widget; after that anywidget hears no message.
  [/anywidget\/dist\/index\.js$/, "AbortSignal.timeout(2e3)", "AbortSignal.timeout(3e4)"],
  // Only the version is read of it.
  [/controls\/package\.json$/, /^[^]*("version": "[^"]*")[^]*$/, "{ $1 }"],
  // The same rules again for Phosphor, which Lumino was called before.
  [BASE_CSS, PHOSPHOR, ""],
  // Focus must be visible.
  [/css\/widgets-base\.css$/, /outline: none !important;/g, ""],
];

const sources = {
  name: "sources",
  setup(esbuild) {
    const names = Object.keys(STAND_INS).join("|");
    esbuild.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path }) => ({
      path: join(here, STAND_INS[path]),
    }));
    // Windows has backslashes in its paths.
    const files = CHANGES.map(([file]) => file.source.replaceAll("\\/", "[\\\\/]"));
    const changed = new RegExp(files.join("|"));
    esbuild.onLoad({ filter: changed }, ({ path }) => {
      const name = path.replaceAll("\\", "/");
      let contents = readFileSync(path, "utf8");
      for (const [file, there, becomes] of CHANGES) {
        if (!file.test(name)) continue;
        const before = contents;
        contents = contents.replace(there, becomes);
        if (contents === before) throw new Error(`${name} has no ${there} any more: see CHANGES`);
      }
      return { contents, loader: { css: "css", json: "json" }[name.split(".").pop()] ?? "js" };
    });
  },
};

/** @returns {Set<string>} Names of the packages with code in a build. */
function listPackages(inputs) {
  const names = new Set();
  for (const path of inputs) {
    const name = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
    if (name) names.add(name);
  }
  // anywidget is published with these inside.
  if (names.has("anywidget")) names.add("solid-js").add("@lukeed/uuid");
  return names;
}

/** A package's name, version and licence; what Jupyter publishes comes without the text. */
function readLicence(name) {
  const folder = join(packages, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const path = file ? join(folder, file) : join(here, "src/licence-jupyter.txt");
  if (!file && !/^@(lumino|jupyter-widgets)\//.test(name)) {
    throw new Error(`${name} has no licence file: see readLicence`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(path, "utf8").trim()}\n`;
}

/** Notices that stand in the sources themselves, about parts taken from elsewhere. */
function listNotices(inputs) {
  const notices = inputs
    .map((path) => join(here, path))
    .filter((path) => path.includes("node_modules") && existsSync(path))
    .flatMap((path) => readFileSync(path, "utf8").match(/\/\*[^]*?\*\//g) ?? [])
    .filter((comment) => /permission is hereby granted/i.test(comment));
  return [...new Set(notices)];
}

/** Compress a file once and well, so that no server does it for every phone. */
function pack(path) {
  const content = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content));
}

async function main(folder) {
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ["src/page.js", "src/page.css", "src/door.js", "src/voila.js"],
    entryNames: "[name]-[hash]",
    outdir: folder,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2019", "chrome75", "firefox70", "safari13"],
    // Safari 13 has it, but for a rare fault.
    supported: { destructuring: true },
    // Lumino is read as TypeScript; its fields must not be reset after its constructors ran.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    legalComments: "none",
    banner: { js: "/*! Licences of the parts: licences.txt */" },
    plugins: [sources],
    metafile: true,
    logLevel: "warning",
  });
  const manifest = {};
  for (const path of Object.keys(metafile.outputs)) {
    const name = basename(path);
    manifest[name.replace(/-[^-]*\./, ".")] = name;
  }
  const used = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput) used.add(path);
    }
  }
  const parts = [...[...listPackages(used)].sort().map(readLicence), ...listNotices([...used])];
  writeFileSync(join(folder, "licences.txt"), parts.join(`\n${"-".repeat(72)}\n\n`));
  for (const name of [...Object.values(manifest), "licences.txt"]) pack(join(folder, name));
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

await main(resolve(process.argv[2]));
