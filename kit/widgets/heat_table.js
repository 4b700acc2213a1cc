import { follow, make, write } from "./shared/field.js";
import { fitTable } from "./shared/letters.js";
import { appear, BREATH } from "./shared/motion.js";
import { keepFitting } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{text: string, weight: number}} Cell */
/** @typedef {{label: string, cells: Cell[]}} Row */

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "columns", "rows", "message", "note"];
const LARGEST = 3.2;
/** What makes way, step by step: first the words of cells that are only hatched, as the note says them. */
const WAYS = [
  [],
  ["kit-terse"],
  ["kit-terse", "kit-closer"],
  ["kit-terse", "kit-closer", "kit-broken"],
];

/**
 * @typedef {object} Own As `heat_table.py` describes them.
 * @property {string} title
 * @property {string[]} columns
 * @property {Row[]} rows
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-heat-table");
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
    write(note, model.get("note"));
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
 * @param {HTMLElement} table
 * @param {string[]} columns
 * @param {Row[]} rows
 */
function fillTable(table, columns, rows) {
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ weight }) => weight)));
  const [head, body] = [make("thead"), make("tbody")];
  const titles = make("tr");
  for (const column of columns) titles.append(makeTitle(column, "col"));
  head.append(titles);
  for (const { label, cells } of rows) {
    const line = make("tr");
    line.append(makeTitle(label, "row"), ...cells.map((cell) => makeCell(cell, most)));
    body.append(line);
  }
  table.style.setProperty("--rows", String(rows.length));
  table.replaceChildren(head, body);
}

/**
 * @param {Cell} cell
 * @param {number} most
 */
function makeCell({ text, weight }, most) {
  const box = make("td", weight ? "kit-some" : "kit-least", text);
  // As deep as the number is large, the fullest cell's being 1.
  box.style.setProperty("--shade", (weight / most).toFixed(4));
  return box;
}

/**
 * @param {string} text
 * @param {string} scope
 */
function makeTitle(text, scope) {
  const cell = make("th", "", text);
  cell.scope = scope;
  return cell;
}

export default { render };
