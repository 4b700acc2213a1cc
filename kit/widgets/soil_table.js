import { make, write } from "./shared/field.js";
import { fitTable } from "./shared/letters.js";
import { appear, BREATH } from "./shared/motion.js";
import { drawAlone, makeTurn } from "./shared/one_row.js";
import { keepPaged } from "./shared/paged.js";
import { isStaged } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";
import { _ } from "./shared/words.js";

/** @typedef {{depth: number, word: string, text: string, told: string}} Cell */
/** @typedef {{label: string, cells: Cell[]}} Row */

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "columns", "steps", "rows", "alone", "message", "note"];
const LARGEST = 2.6;
/** What makes way, step by step, until all of the table can be seen. */
const WAYS = [
  [],
  ["kit-close"],
  ["kit-close", "kit-flat"],
  ["kit-close", "kit-flat", "kit-closer"],
  ["kit-close", "kit-flat", "kit-closer", "kit-broken"],
];
const PATTERNS = {
  mixed: _("hatched: spread out"),
  split: _("two triangles: far apart"),
};

/**
 * @typedef {object} Own As `soil_table.py` describes them.
 * @property {string} title
 * @property {string[]} columns
 * @property {string[]} steps
 * @property {Row[]} rows
 * @property {import("./shared/one_row.js").Row[]} alone
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-soil-table kit-tall");
  const title = make("figcaption", "kit-title");
  const table = make("table");
  const message = make("p", "kit-message");
  const note = make("p", "kit-note");
  const alone = make("div", "kit-alone");
  root.append(title, table, alone, message, note);
  el.append(root);
  const teller = makeTeller(root);
  let page = 0;
  let drawn = false;

  function draw() {
    const rows = model.get("rows");
    const coming = drawn && table.hidden && rows.length > 0;
    write(title, model.get("title"));
    write(message, rows.length ? "" : model.get("message"));
    table.setAttribute("aria-label", model.get("title"));
    fillTable(table, model.get("columns"), rows);
    [...table.querySelectorAll("td")].forEach((cell, place) => {
      const only = model.get("alone")[place];
      if (!only) return; // it is about to come
      cell.append(
        makeTurn(
          root,
          _("Talk about this one: {line}", { line: `${only.label} ${only.hint}` }),
          place + 1,
        ),
      );
    });
    show();
    drawn = true;
    if (coming) {
      appear(table, 600, BREATH);
      appear(note, 300, BREATH + 600);
    }
    const parts = model.get("alone").length;
    teller.tell(model.get("title"), rows.length > 0, 1, parts, model.get("tells"));
  }

  /** The table, or on a stage one cell alone. */
  function show() {
    const [rows, parts] = [model.get("rows"), model.get("alone")];
    const only = isStaged(root) && page > 0 ? parts[Math.min(page, parts.length) - 1] : undefined;
    table.hidden = rows.length === 0 || only !== undefined;
    alone.hidden = only === undefined;
    alone.replaceChildren(
      ...(only ? [...drawAlone(only), makeTurn(root, _("Back to all of them"), 0)] : []),
    );
    const key = rows.length ? describeKey(rows) : "";
    write(note, only ? only.note : [key, model.get("note")].filter(Boolean).join(" "));
    title.classList.toggle("kit-unseen", only !== undefined);
    fitTable(root, table, LARGEST, WAYS);
  }

  return keepPaged({
    ...{ root, model, traits: TRAITS, teller, draw, show },
    turn: (wanted) => {
      page = wanted;
    },
  });
}

/**
 * What the patterns mean, those that there are.
 *
 * @param {Row[]} rows
 */
function describeKey(rows) {
  const cells = rows.flatMap((row) => row.cells);
  const parts = Object.entries(PATTERNS)
    .filter(([word]) => cells.some((cell) => cell.word === word))
    .map(([, told]) => told);
  if (cells.some(({ depth }) => depth < 0)) parts.push(_("a line: too few answers"));
  const told = parts.join("; ");
  return told && `${told[0].toUpperCase()}${told.slice(1)}.`;
}

/**
 * @param {HTMLElement} table
 * @param {string[]} columns
 * @param {Row[]} rows
 */
function fillTable(table, columns, rows) {
  const [head, body] = [make("thead"), make("tbody")];
  const titles = make("tr");
  for (const column of columns) titles.append(makeTitle(column, "col"));
  head.append(titles);
  for (const { label, cells } of rows) {
    const line = make("tr");
    line.append(makeTitle(label, "row"), ...cells.map(makeCell));
    body.append(line);
  }
  table.style.setProperty("--rows", String(rows.length));
  table.replaceChildren(head, body);
}

/** @param {Cell} cell */
function makeCell({ depth, word, text, told }) {
  const box = make("td", depth < 0 ? "kit-too-few" : `kit-depth-${depth} kit-${word}`);
  const words = make("span", "kit-name", text);
  words.setAttribute("aria-hidden", "true");
  words.dir = "auto";
  box.append(words, make("span", "kit-unseen", told));
  return box;
}

/**
 * @param {string} text
 * @param {string} scope
 */
function makeTitle(text, scope) {
  const cell = make("th", "", text);
  cell.scope = scope;
  cell.dir = "auto";
  return cell;
}

export default { render };
