import { follow, make, write } from "./shared/field.js";
import { fitTable, keepFitting } from "./shared/fit.js";
import { appear, BREATH } from "./shared/motion.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{depth: number, word: string, text: string, told: string}} Cell */
/** @typedef {{label: string, cells: Cell[]}} Row */

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "columns", "steps", "rows", "message", "note"];
const LARGEST = 2.6;
/** What makes way, step by step, until all of the table can be seen. */
const WAYS = [
  [],
  ["kit-close"],
  ["kit-close", "kit-closer"],
  ["kit-close", "kit-closer", "kit-broken"],
];
const PATTERNS = { mixed: "hatched: mixed", split: "two triangles: split" };

/**
 * @typedef {object} Own As `soil_table.py` describes them.
 * @property {string} title
 * @property {string[]} columns
 * @property {string[]} steps
 * @property {Row[]} rows
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-soil-table kit-tall");
  const title = make("figcaption", "kit-title");
  const table = make("table");
  const message = make("p", "kit-message");
  const note = make("p", "kit-note");
  root.append(title, table, message, note);
  el.append(root);
  const teller = makeTeller(root);
  let drawn = false;

  function draw() {
    const rows = model.get("rows");
    const coming = drawn && table.hidden && rows.length > 0;
    write(title, model.get("title"));
    write(message, rows.length ? "" : model.get("message"));
    write(
      note,
      [rows.length ? describeKey(rows) : "", model.get("note")].filter(Boolean).join(" "),
    );
    table.hidden = rows.length === 0;
    table.setAttribute("aria-label", model.get("title"));
    fillTable(table, model.get("columns"), rows);
    fit();
    drawn = true;
    if (coming) {
      appear(table, 600, BREATH);
      appear(note, 300, BREATH + 600);
    }
    teller.tell(model.get("title"), rows.length > 0);
  }

  function fit() {
    fitTable(root, table, LARGEST, WAYS);
  }

  draw();
  const stop = follow(model, TRAITS, draw);
  const stopFitting = keepFitting(root, fit);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
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
  if (cells.some(({ depth }) => depth < 0)) parts.push("a line: too few answers");
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
