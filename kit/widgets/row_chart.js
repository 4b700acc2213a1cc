import { follow, make, write } from "./shared/field.js";
import { growLetters, isStaged, keepFitting } from "./shared/fit.js";
import { appear, BREATH } from "./shared/motion.js";
import { makeTeller } from "./shared/stage.js";

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "headline", "better", "rows", "pages", "own", "ring", "message", "note"];
const LARGEST = { wide: 2.5, high: 2.3 }; // by the shape of the stage: bars keep their room
/** @type {[number, string][]} In the order in which they stand; what leans to neither is apart. */
const SIDES = [
  [-1, "kit-worse"],
  [1, "kit-good"],
  [0, "kit-neither"],
];

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
    table.replaceChildren(makeHead(rows, model.get("better")), ...lines);
    show();
    drawn = true;
    if (coming) {
      appear(headline, 300, BREATH);
      appear(table, 600, 2 * BREATH);
      appear(note, 300, 2 * BREATH + 600);
    }
    const pages = Math.max(1, model.get("pages").length);
    teller.tell(model.get("title"), rows.length > 0, pages, rows.length);
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
    return pages.length < 2 ? "" : `Lines ${start + 1} to ${start + pages[page]} of ${all}`;
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
    if (model.get("own")) end.append(make("span", "kit-n", row.n ? `of ${row.n}` : ""));
    // In a cell, as everything in a row is; it lies over the whole row all the same.
    end.append(makeTurn(`Talk about this one: ${row.label}`, place + model.get("pages").length));
    line.append(said, result, end);
    return line;
  }

  /** @param {Row} row */
  function makeAlone(row) {
    const said = makeSaid(row, "h2");
    const picture = row.steps.length ? drawColumns(row) : drawStrip(row, true);
    picture?.setAttribute("aria-hidden", "true");
    const told = make("p", picture ? "kit-unseen" : "kit-too-few", row.told);
    const since = make("p", "kit-then", row.since);
    since.hidden = !row.since;
    const word = make("p", "kit-word", row.steps.length ? row.word : "");
    word.setAttribute("aria-hidden", "true");
    said.classList.toggle("kit-ring", row.name === model.get("ring"));
    return [
      said,
      ...(picture ? [picture] : []),
      told,
      word,
      since,
      makeTurn("Back to all lines", findPage(row)),
    ];
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

  /**
   * A button over a row, where the page lets a picture say which of its pages to show.
   *
   * @param {string} name
   * @param {number} wanted
   */
  function makeTurn(name, wanted) {
    const button = make("button", "kit-talk");
    button.type = "button";
    button.title = name.split(":")[0];
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => {
      root.dispatchEvent(new CustomEvent("kit-want", { bubbles: true, detail: wanted }));
    });
    return button;
  }

  root.addEventListener("kit-page", ({ detail }) => {
    page = Math.max(0, Math.floor(detail) || 0);
    show();
  });

  draw();
  const stop = follow(model, TRAITS, draw);
  const stopFitting = keepFitting(root, show);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
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
  table.style.setProperty("--digits", String(String(Math.max(0, ...numbers)).length));
}

/**
 * What lies where, above the rows.
 *
 * @param {Row[]} rows
 * @param {string} better
 */
function makeHead(rows, better) {
  const head = make("div", "kit-line kit-head");
  const result = make("div", "kit-result");
  const counted = rows.filter(({ steps }) => steps.length > 0);
  const right = make("div", "kit-better", better);
  if (counted.length) {
    const sides = make("div", "kit-sides");
    const middle = counted.some(({ steps }) => steps.some(({ side }) => side === 0));
    sides.append(make("div"), right, ...(middle ? [make("div", "kit-neither", "middle")] : []));
    result.append(sides);
  } else {
    right.classList.add("kit-last");
    result.append(right);
  }
  if (rows.some(({ last }) => last)) {
    const legend = make("span", "kit-legend", "last time");
    legend.prepend(make("u", "kit-before"));
    head.append(legend);
  }
  head.append(result);
  head.setAttribute("aria-hidden", "true");
  head.hidden = !rows.length;
  return head;
}

/**
 * @param {Row} row
 * @param {"p" | "h2"} tag
 */
function makeSaid({ label, hint }, tag) {
  const said = make("div", "kit-said");
  const words = make(tag, "kit-label", label);
  words.dir = "auto";
  said.append(words);
  if (hint) said.append(" ", make("p", "kit-hint", hint));
  return said;
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
    const number = make("b", "", String(countSide(steps, side)));
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
      tower.append(make("b", "", String(count)), bar);
      column.append(tower, name);
      return column;
    }),
  );
  return picture;
}

/**
 * Three thirds with the one that holds the centre filled, and how close the answers are.
 *
 * @param {Row} row
 * @param {boolean} named Whether all thirds have their names.
 */
function drawStrip({ zones, zone, word, before }, named) {
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
function joinWords(...parts) {
  return parts.filter(Boolean).join(". ");
}

export default { render };
