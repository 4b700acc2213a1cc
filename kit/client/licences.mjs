/** The licences of what ends up in the pages, for the file beside them. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");

/**
 * @param {Iterable<string>} inputs Paths of sources.
 * @returns {Set<string>} Names of the packages with code in a build.
 */
function listPackages(inputs) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const path of inputs) {
    const name = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
    if (name) names.add(name);
  }
  // anywidget is published with these inside.
  if (names.has("anywidget")) names.add("solid-js").add("@lukeed/uuid");
  return names;
}

/**
 * A package's name, version and licence; what Jupyter publishes comes without the text.
 * @param {string} name
 */
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

/**
 * Notices that stand in the sources themselves, about parts taken from elsewhere.
 * @param {string[]} inputs
 */
function listNotices(inputs) {
  const notices = inputs
    .map((path) => join(here, path))
    .filter((path) => path.includes("node_modules") && existsSync(path))
    .flatMap((path) => readFileSync(path, "utf8").match(/\/\*[\s\S]*?\*\//g) ?? [])
    .filter((comment) => /permission is hereby granted/i.test(comment));
  return [...new Set(notices)];
}

/**
 * All licences as one text.
 * @param {import("esbuild").Metafile} metafile What esbuild tells of a build.
 * @returns {string}
 */
export function writeLicences(metafile) {
  /** @type {Set<string>} */
  const used = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput) used.add(path);
    }
  }
  const parts = [...[...listPackages(used)].sort().map(readLicence), ...listNotices([...used])];
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}
