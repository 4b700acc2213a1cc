import { make, write } from "./shared/field.js";
import { growLetters } from "./shared/letters.js";
import { appear, BREATH } from "./shared/motion.js";
import { keepPaged } from "./shared/paged.js";
import { isStaged } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";
import { _, formatNumber } from "./shared/words.js";

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "headline", "ends", "rows", "pages", "ring", "message", "note"];
const LARGEST = 2.5;
const LEAST_WORD = 4.2; // em
const LETTER = 0.66; // em, of a bold letter
const MARK = _("wanted, and seldom");
const TOO_FEW = _("too few answers");

/** @typedef {{share: number, depth: number, filled: boolean}} Part */
/**
 * @typedef {object} Row What `rows` has.
 * @property {string} name
 * @property {string} label
 * @property {string} told
 * @property {Part[]} parts
 * @property {string} word
 * @property {number | null} often
 * @property {number | null} chosen
 * @property {number | null} count
 * @property {number} share
 * @property {boolean} marked
 */
/**
 * @typedef {object} Own As `gap_chart.py` describes them.
 * @property {string} title
 * @property {string} headline
 * @property {string[]} ends
 * @property {Row[]} rows
 * @property {number[]} pages
 * @property {string} ring
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-gap-chart kit-tall");
  const title = make("figcaption", "kit-title");
  const headline = make("p", "kit-headline");
  const table = make("table");
  const message = make("p", "kit-message");
  const note = make("p", "kit-note");
  root.append(title, headline, table, message, note);
  el.append(root);
  const teller = makeTeller(root);
  let page = 0;
  let drawn = false;
  /** @type {HTMLElement[]} */
  let lines = [];

  function draw() {
    const rows = model.get("rows");
    const coming = drawn && !lines.length && rows.length > 0;
    write(title, model.get("title"));
    write(headline, model.get("headline"));
    write(message, rows.length ? "" : model.get("message"));
    write(note, model.get("note"));
    table.hidden = rows.length === 0;
    table.setAttribute("aria-label", model.get("title"));
    table.style.setProperty("--word", `${measureWord(rows)}em`);
    lines = rows.map((row) => makeLine(row, row.name === model.get("ring")));
    const [head, body] = [make("thead"), make("tbody")];
    head.append(makeHead(model.get("ends"), rows));
    body.append(...lines);
    table.replaceChildren(head, body);
    show();
    drawn = true;
    if (coming) {
      appear(headline, 300, BREATH);
      appear(table, 600, 2 * BREATH);
      appear(note, 300, 2 * BREATH + 600);
    }
    const count = Math.max(1, model.get("pages").length);
    teller.tell(model.get("title"), rows.length > 0, count, 0, model.get("tells"));
  }

  /** On a stage a page of rows, elsewhere all of them. */
  function show() {
    const pages = model.get("pages");
    const shown = Math.min(page, pages.length - 1);
    const start = pages.slice(0, shown).reduce((sum, each) => sum + each, 0);
    lines.forEach((line, place) => {
      line.hidden = isStaged(root) && (place < start || place >= start + pages[shown]);
    });
    fit();
  }

  /** On a stage the letters are as large as fit; where none do, the question goes, then space. */
  function fit() {
    table.style.removeProperty("--size");
    title.classList.remove("kit-unseen");
    root.classList.remove("kit-tight");
    if (!isStaged(root) || table.hidden || grow()) return;
    title.classList.add("kit-unseen");
    if (grow()) return;
    root.classList.add("kit-tight");
    grow();
  }

  /** @returns {boolean} Whether all of the page can be seen. */
  function grow() {
    return growLetters(root, table, LARGEST, () => root.scrollHeight <= root.clientHeight);
  }

  return keepPaged({
    ...{ root, model, traits: TRAITS, teller, draw, show },
    turn: (wanted) => {
      page = wanted;
    },
  });
}

/**
 * What lies left and right.
 *
 * @param {string[]} ends
 * @param {Row[]} rows
 */
function makeHead([low, high], rows) {
  const line = make("tr");
  const [left, middle, right] = [make("th"), make("td"), make("th", "", _("matters most"))];
  const onward = document.dir === "rtl" ? "\u2190" : "\u2192";
  const told = make("span", "", low && high ? "" : _("how often"));
  told.dir = document.dir || "ltr";
  if (low && high) told.append(make("bdi", "", low), ` ${onward} `, make("bdi", "", high));
  left.append(told);
  const counted = rows.find(({ parts }) => parts.length > 0);
  if (counted) {
    const key = make("span", "kit-key");
    const steps = counted.parts.length;
    for (let place = 0; place < steps; place++) key.append(makePart(1, place / (steps - 1)));
    key.setAttribute("aria-hidden", "true");
    left.append(key);
  }
  left.scope = right.scope = "col";
  line.append(left, middle, right);
  return line;
}

/**
 * @param {Row} row
 * @param {boolean} ringed
 */
function makeLine(row, ringed) {
  const line = make("tr", row.marked ? "kit-marked" : "");
  line.classList.toggle("kit-ring", ringed);
  const left = make("td", "kit-often");
  const strip = makeStrip(row);
  if (strip) {
    strip.setAttribute("aria-hidden", "true");
    left.append(strip, make("span", "kit-unseen", row.told));
  } else {
    left.append(make("span", "kit-too-few", TOO_FEW));
  }
  const label = make("th", "kit-label");
  const words = make("span", "", row.label);
  words.dir = "auto";
  label.scope = "row";
  label.append(words);
  if (row.marked) label.append(make("span", "kit-mark", MARK));
  const right = make("td", "kit-matters");
  if (row.count === null) right.append(make("span", "kit-too-few", TOO_FEW));
  else right.append(makeBar(row.share, row.count));
  line.append(left, label, right);
  return line;
}

/**
 * How wide what stands beside the thirds is, so that no word of it is broken.
 *
 * @param {Row[]} rows
 */
function measureWord(rows) {
  const words = rows.flatMap(({ word }) => word.split(/\s+/));
  return Math.max(LEAST_WORD, ...words.map((word) => word.length * LETTER));
}

/** @param {Row} row */
function makeStrip({ parts, word, often, chosen }) {
  if (often !== null && chosen !== null) return makeBar(often, chosen);
  if (!parts.length) return null;
  const strip = make("div", word ? "kit-strip kit-thirds" : "kit-strip");
  strip.append(
    ...parts
      .filter(({ share }) => share > 0)
      .map(({ share, depth, filled }) => {
        const part = makePart(share, depth);
        part.classList.toggle("kit-empty", !filled);
        return part;
      }),
  );
  if (!word) return strip;
  const told = make("div", "kit-told");
  told.append(strip, make("b", "", word));
  return told;
}

/**
 * @param {number} share
 * @param {number} depth
 */
function makePart(share, depth) {
  const part = make("i");
  part.style.setProperty("--share", share.toFixed(4));
  part.style.setProperty("--depth", depth.toFixed(3));
  return part;
}

/**
 * A bar with its number behind it.
 *
 * @param {number} share
 * @param {number} count
 */
function makeBar(share, count) {
  const bar = make("div", "kit-chosen");
  const mark = make("i");
  mark.style.setProperty("--share", share.toFixed(4));
  mark.hidden = count === 0;
  bar.append(mark, make("b", "", formatNumber(count)));
  return bar;
}

export default { render };
