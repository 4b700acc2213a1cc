/** What is left out of packages, and what is changed in them, on their way into the pages. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/* Packages that are large for the little a page of widgets uses of them. */
/** @type {Record<string, string>} */
const STAND_INS = {
  "@lumino/dragdrop": "src/stand-ins/lumino-dragdrop.js",
  "@lumino/widgets": "src/stand-ins/lumino-widgets.js",
  "d3-color": "src/stand-ins/d3-color.js",
  jquery: "src/stand-ins/jquery.js",
  "lodash/isEqual": "node_modules/underscore/modules/isEqual.js",
  "sanitize-html": "src/stand-ins/sanitize-html.js",
  underscore: "src/stand-ins/underscore.js",
};

const BASE_CSS = /controls\/css\/(widgets-base|lumino)\.css$/;
const PHOSPHOR = /\/\* <DEP[^*]*\*\/[^*]*\.p-[^*]*\/\* <\/DEP[^*]*\*\//g;

/**
 * Sources that are changed on the way in: [file, what is there, what it becomes].
 * @type {[RegExp, string | RegExp, string][]}
 */
const CHANGES = [
  // Published as an AMD module, for which a page would need a loader.
  [/anywidget\/dist\/index\.js$/, /define\(.*, (\w+)\);/, "export default $1;"],
  // A busy phone may need longer than 2 s to load a widget; after that anywidget hears no message.
  [/anywidget\/dist\/index\.js$/, "AbortSignal.timeout(2e3)", "AbortSignal.timeout(3e4)"],
  // Only the version is read of it.
  [/controls\/package\.json$/, /^[\s\S]*("version": "[^"]*")[\s\S]*$/, "{ $1 }"],
  // The same rules again for Phosphor, which Lumino was called before.
  [BASE_CSS, PHOSPHOR, ""],
  // Focus must be visible.
  [/css\/widgets-base\.css$/, /outline: none !important;/g, ""],
];

/**
 * @param {string} name
 * @returns {import("esbuild").Loader}
 */
function getLoader(name) {
  if (name.endsWith(".css")) return "css";
  return name.endsWith(".json") ? "json" : "js";
}

/** @type {import("esbuild").Plugin} */
export const changes = {
  name: "changes",
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
      return { contents, loader: getLoader(name) };
    });
  },
};
