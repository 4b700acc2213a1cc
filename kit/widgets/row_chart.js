import { make, write } from "./shared/field.js";
import { growLetters } from "./shared/letters.js";
import { appear, BREATH } from "./shared/motion.js";
import { drawAlone, drawStrip, joinWords, makeSaid, makeTurn } from "./shared/one_row.js";
import { keepPaged } from "./shared/paged.js";
import { isStaged } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";
import { _, formatNumber, pgettext } from "./shared/words.js";

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "headline", "better", "rows", "pages", "own", "ring", "message", "note"];
const LARGEST = { wide: 2.5, high: 2.3 }; // by the shape of the stage: bars keep their room
/** @type {[number, string][]} In the order in which they stand; what leans to neither is apart. */
const SIDES = [
  [-1, "kit-worse"],
  [1, "kit-good"],
  [0, "kit-neither"],
];

/** @typedef {import("./shared/one_row.js").Step} Step */
/** @typedef {import("./shared/one_row.js").Row} Row */
/**
 * @typedef {object} Own As `row_chart.py` describes them.
 * @property {string} title
 * @property {string} headline
 * @property {string} better
 * @property {Row[]} rows
 * @property {number[]} pages
 * @property {string[]} headlines
 * @property {boolean} above
 * @property {boolean} own
 * @property {string} ring
 * @property {number[]} longest
 * @property {string} guessed
 * @property {string} legend
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-row-chart kit-tall");
  const title = make("figcaption", "kit-title");
  const headline = make("p", "kit-headline");
  const table = make("div", "kit-table-of-rows");
  const alone = make("div", "kit-alone");
  const message = make("p", "kit-message");
  const note = make("p", "kit-note");
  table.setAttribute("role", "table");
  root.append(title, headline, table, alone, message, note);
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
    write(message, rows.length ? "" : model.get("message"));
    table.setAttribute("aria-label", model.get("title"));
    table.classList.toggle("kit-own", model.get("own"));
    setScale(table, rows, model.get("longest"));
    lines = rows.map((row, place) => makeLine(row, place));
    table.replaceChildren(makeHead(rows, model.get("better"), model.get("legend")), ...lines);
    show();
    drawn = true;
    if (coming) {
      appear(headline, 300, BREATH);
      appear(table, 600, 2 * BREATH);
      appear(note, 300, 2 * BREATH + 600);
    }
    const pages = Math.max(1, model.get("pages").length);
    teller.tell(model.get("title"), rows.length > 0, pages, rows.length, model.get("tells"));
  }

  /** On a stage, one page of rows, or one row alone; elsewhere all of them. */
  function show() {
    const rows = model.get("rows");
    const pages = model.get("pages");
    const staged = isStaged(root) && rows.length > 0;
    const only =
      staged && page >= pages.length ? rows[Math.min(page - pages.length, rows.length - 1)] : null;
    const start = pages.slice(0, page).reduce((sum, each) => sum + each, 0);
    lines.forEach((line, place) => {
      line.hidden = staged && (only !== null || place < start || place >= start + pages[page]);
    });
    table.style.setProperty("--shown", String(pages[page] ?? rows.length));
    table.hidden = rows.length === 0 || only !== null;
    alone.hidden = only === null;
    alone.replaceChildren(...(only ? makeAlone(only) : []));
    const told = staged ? model.get("headlines")[page] : model.get("headline");
    write(headline, only ? "" : (told ?? ""));
    write(
      note,
      only ? describeOnly(only) : joinWords(staged ? describePlace(start) : "", model.get("note")),
    );
    fit();
  }

  /**
   * Which lines stand on a page, where there are several.
   *
   * @param {number} start
   */
  function describePlace(start) {
    const [pages, all] = [model.get("pages"), model.get("rows").length];
    if (pages.length < 2) return "";
    return _("Lines {first} to {last} of {all}", {
      first: start + 1,
      last: start + pages[page],
      all,
    });
  }

  /** @param {Row} row */
  function describeOnly(row) {
    return joinWords(row.note, row.name === model.get("ring") ? model.get("guessed") : "");
  }

  /** The letters are as large as the stage has room for. */
  function fit() {
    table.style.removeProperty("--size");
    table.classList.toggle("kit-above", model.get("above") || isHigh());
    title.classList.toggle("kit-unseen", !alone.hidden);
    root.classList.remove("kit-tight");
    if (!isStaged(root) || table.hidden || grow()) return;
    // The question goes, which every phone has asked, and then space.
    title.classList.add("kit-unseen");
    if (grow()) return;
    root.classList.add("kit-tight");
    grow();
  }

  /** @returns {boolean} Whether the stage is higher than wide. */
  function isHigh() {
    return isStaged(root) && root.clientHeight > root.clientWidth;
  }

  /** @returns {boolean} Whether all of the page can be seen. */
  function grow() {
    const largest = isHigh() ? LARGEST.high : LARGEST.wide;
    return growLetters(root, table, largest, () => table.scrollHeight <= table.clientHeight);
  }

  /**
   * @param {Row} row
   * @param {number} place
   */
  function makeLine(row, place) {
    const line = make("div", "kit-line");
    line.setAttribute("role", "row");
    line.classList.toggle("kit-ring", row.name === model.get("ring"));
    const said = makeSaid(row, "p");
    said.setAttribute("role", "rowheader");
    const result = make("div", "kit-result");
    result.setAttribute("role", "cell");
    const picture = row.steps.length ? drawSides(row, model.get("longest")) : drawStrip(row, false);
    if (picture) {
      picture.setAttribute("aria-hidden", "true");
      result.append(picture, make("span", "kit-unseen", joinWords(row.told, row.since)));
      if (row.last) {
        const last = make("p", "kit-then", row.last);
        last.setAttribute("aria-hidden", "true");
        result.append(last);
      }
    } else {
      result.append(make("span", "kit-too-few", row.told));
    }
    const end = make("div", "kit-end");
    end.setAttribute("role", "cell");
    const word = make("span", "kit-word", row.steps.length ? row.word : "");
    word.setAttribute("aria-hidden", "true");
    end.append(word);
    // Translators: how many answers stand behind a line, at its end.
    const behind = row.n ? _("of {n}", { n: row.n }) : "";
    if (model.get("own")) end.append(make("span", "kit-n", behind));
    // In a cell, as everything in a row is; it lies over the whole row all the same.
    const wanted = place + model.get("pages").length;
    end.append(makeTurn(root, _("Talk about this one: {line}", { line: row.label }), wanted));
    line.append(said, result, end);
    return line;
  }

  /** @param {Row} row */
  function makeAlone(row) {
    const parts = drawAlone(row);
    parts[0].classList.toggle("kit-ring", row.name === model.get("ring"));
    return [...parts, makeTurn(root, _("Back to all lines"), findPage(row))];
  }

  /**
   * Which page of a stage a row stands on.
   *
   * @param {Row} row
   */
  function findPage(row) {
    let left = model.get("rows").indexOf(row);
    return model.get("pages").findIndex((each) => {
      left -= each;
      return left < 0;
    });
  }

  return keepPaged({
    ...{ root, model, traits: TRAITS, teller, draw, show },
    turn: (wanted) => {
      page = wanted;
    },
  });
}

/**
 * How long one answer's part of a row is, and how wide a number: the same in all rows.
 *
 * @param {HTMLElement} table
 * @param {Row[]} rows
 * @param {number[]} longest
 */
function setScale(table, rows, longest) {
  const whole = longest.reduce((sum, each) => sum + each, 0) || 1;
  const [left, right, neither] = longest.map((each) => (each / whole).toFixed(4));
  const numbers = rows.flatMap(({ steps }) => SIDES.map(([side]) => countSide(steps, side)));
  table.classList.toggle("kit-even", !Number(neither));
  table.style.setProperty("--left", left);
  table.style.setProperty("--right", right);
  table.style.setProperty("--neither", neither);
  const words = rows.map(({ steps, word }) => (steps.length ? word.length : 0));
  table.style.setProperty("--letters", String(Math.max(0, ...words)));
  table.style.setProperty("--digits", String(formatNumber(Math.max(0, ...numbers)).length));
}

/**
 * What lies where, above the rows.
 *
 * @param {Row[]} rows
 * @param {string} better
 * @param {string} before What the brackets are called.
 */
function makeHead(rows, better, before) {
  const head = make("div", "kit-line kit-head");
  const result = make("div", "kit-result");
  const counted = rows.filter(({ steps }) => steps.length > 0);
  const right = make("div", "kit-better", better);
  if (counted.length) {
    const sides = make("div", "kit-sides");
    const middle = counted.some(({ steps }) => steps.some(({ side }) => side === 0));
    sides.append(make("div"), right);
    if (middle) sides.append(make("div", "kit-neither", pgettext("third", "middle")));
    result.append(sides);
  } else {
    right.classList.add("kit-last");
    result.append(right);
  }
  if (rows.some(({ last }) => last)) {
    const legend = make("span", "kit-legend", before);
    legend.prepend(make("u", "kit-before"));
    head.append(legend);
  }
  head.append(result);
  head.setAttribute("aria-hidden", "true");
  head.hidden = !rows.length;
  return head;
}

/**
 * @param {Step[]} steps
 * @param {number} side
 */
function countSide(steps, side) {
  return steps.filter((step) => step.side === side).reduce((sum, { count }) => sum + count, 0);
}

/**
 * Bars left and right of a middle line, and what leans to neither side apart from them.
 *
 * @param {Row} row
 * @param {number[]} longest Sides of all rows, in the order of `SIDES`, as shares of their answers.
 */
function drawSides({ steps, n, sides }, longest) {
  const picture = make("div", "kit-sides");
  for (const [place, [side, name]] of SIDES.entries()) {
    const half = make("div", name);
    const bars = steps
      .filter((step) => step.side === side && step.count > 0)
      .map(({ count, deep }) => {
        const bar = make("i", deep && side !== 0 ? "kit-deep" : "");
        bar.style.setProperty("--share", (count / n / longest[place]).toFixed(4));
        return bar;
      });
    const number = make("b", "", formatNumber(countSide(steps, side)));
    half.append(...(side < 0 ? [number, ...bars] : [...bars, number]));
    if (sides.length && side !== 0) {
      const before = make("u", "kit-before");
      before.style.setProperty("--share", (sides[place] / longest[place]).toFixed(4));
      half.append(before);
    }
    if (side !== 0 || steps.some((step) => step.side === 0)) picture.append(half);
  }
  return picture;
}

export default { render };
