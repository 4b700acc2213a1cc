import { follow, make, write } from "./shared/field.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{text: string, weight: number}} Cell */
/** @typedef {{label: string, cells: Cell[]}} Row */

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "columns", "rows", "message", "note"];
/** Shade of a cell with nearly nobody, where 1 is the fullest cell's. */
const PALEST = 0.15;

/**
 * @typedef {object} Own As `heat_table.py` describes them.
 * @property {string} title
 * @property {string[]} columns
 * @property {Row[]} rows
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-heat-table");
  const title = make("figcaption", "kit-title");
  const table = make("table");
  const message = make("p", "kit-message");
  const note = make("p", "kit-note");
  root.append(title, table, message, note);
  el.append(root);
  const teller = makeTeller(root);

  function draw() {
    const rows = model.get("rows");
    write(title, model.get("title"));
    write(message, rows.length ? "" : model.get("message"));
    write(note, model.get("note"));
    table.hidden = rows.length === 0;
    table.setAttribute("aria-label", model.get("title"));
    fillTable(table, model.get("columns"), rows);
    teller.tell(model.get("title"), rows.length > 0);
  }

  draw();
  const stop = follow(model, TRAITS, draw);
  return () => {
    stop();
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
  table.replaceChildren(head, body);
}

/**
 * @param {Cell} cell
 * @param {number} most
 */
function makeCell({ text, weight }, most) {
  const box = make("td", weight ? "kit-some" : "kit-least", text);
  box.style.setProperty("--shade", (PALEST + ((1 - PALEST) * weight) / most).toFixed(2));
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
