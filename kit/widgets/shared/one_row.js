/** One row of answers: its words, its strip in thirds, and how it stands alone on a stage. */

import { make } from "./field.js";
import { formatNumber } from "./words.js";

/** @typedef {{label: string, count: number, side: number, deep: boolean}} Step */
/**
 * @typedef {object} Row As `kit.charts.rows.Row` describes it.
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {string} word
 * @property {string} told
 * @property {number} n
 * @property {string} note
 * @property {Step[]} steps
 * @property {string[]} zones
 * @property {number} zone
 * @property {string} last
 * @property {string} since
 * @property {number} before
 * @property {number[]} sides
 */

/**
 * A row alone: its words, its steps beside each other or its strip, and what is told of it.
 *
 * @param {Row} row
 */
export function drawAlone(row) {
  const said = makeSaid(row, "h2");
  const picture = row.steps.length ? drawColumns(row) : drawStrip(row, true);
  picture?.setAttribute("aria-hidden", "true");
  const told = make("p", picture ? "kit-unseen" : "kit-too-few", row.told);
  const since = make("p", "kit-then", row.since);
  since.hidden = !row.since;
  const word = make("p", "kit-word", row.steps.length ? row.word : "");
  word.setAttribute("aria-hidden", "true");
  return [said, ...(picture ? [picture] : []), told, word, since];
}

/**
 * A button over a part of a picture, where the page lets a picture say which of its pages to show.
 *
 * @param {HTMLElement} root The picture.
 * @param {string} name
 * @param {number} wanted
 */
export function makeTurn(root, name, wanted) {
  const button = make("button", "kit-talk");
  button.type = "button";
  button.title = name.split(":")[0];
  button.setAttribute("aria-label", name);
  button.addEventListener("click", () => {
    root.dispatchEvent(new CustomEvent("kit-want", { bubbles: true, detail: wanted }));
  });
  return button;
}

/**
 * @param {Row} row
 * @param {"p" | "h2"} tag
 */
export function makeSaid({ label, hint }, tag) {
  const said = make("div", "kit-said");
  const words = make(tag, "kit-label", label);
  words.dir = "auto";
  said.append(words);
  if (hint) said.append(" ", make("p", "kit-hint", hint));
  return said;
}

/**
 * Three thirds with the one that holds the centre filled, and how close the answers are.
 *
 * @param {Row} row
 * @param {boolean} named Whether all thirds have their names.
 */
export function drawStrip({ zones, zone, word, before }, named) {
  if (zone < 0) return null;
  const picture = make("div", "kit-strip");
  if (before >= 0) {
    const bracket = make("u", "kit-before");
    bracket.style.gridColumn = `${before + 1}`;
    picture.append(bracket);
  }
  picture.append(
    ...zones.map((name, place) => {
      const part = make("span", place === zone ? "kit-here" : "");
      if (named) part.append(make("span", "", name));
      if (place === zone) part.append(make("b", "", word));
      return part;
    }),
  );
  return picture;
}

/** @param {string[]} parts */
export function joinWords(...parts) {
  return parts.filter(Boolean).join(". ");
}

/**
 * The steps of one row beside each other, each with its number.
 *
 * @param {Row} row
 */
function drawColumns({ steps }) {
  const picture = make("div", "kit-columns");
  const most = Math.max(1, ...steps.map(({ count }) => count));
  picture.append(
    ...steps.map(({ label, count, side, deep }) => {
      const column = make("div", "kit-column");
      const bar = make("i", side === 0 ? "kit-grey" : deep ? "kit-deep" : "");
      bar.style.setProperty("--share", (count / most).toFixed(4));
      const name = make("span", "", label);
      name.dir = "auto";
      const tower = make("div", "kit-tower");
      tower.append(make("b", "", formatNumber(count)), bar);
      column.append(tower, name);
      return column;
    }),
  );
  return picture;
}
