import { follow, make, write } from "./shared/field.js";
import { makeTeller } from "./shared/stage.js";

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "svg", "svg_narrow", "alt", "columns", "rows", "message", "note"];

/**
 * @typedef {object} Own As `live_chart.py` describes them.
 * @property {string} title
 * @property {string} svg
 * @property {string} svg_narrow
 * @property {string} alt
 * @property {string[]} columns
 * @property {string[][]} rows
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-live-chart");
  const title = make("figcaption", "kit-title");
  const picture = make("div", "kit-picture");
  const message = make("p", "kit-message");
  const foot = make("div", "kit-foot");
  const note = make("p", "kit-note");
  const details = make("details");
  const table = make("table");
  picture.setAttribute("role", "img");
  details.append(make("summary", "", "Show as table"), table);
  foot.append(note, details);
  root.append(title, picture, message, foot);
  el.append(root);
  const teller = makeTeller(root);

  /** @type {string[]} */
  let drawn = [];

  function drawPicture() {
    const texts = [model.get("svg"), model.get("svg_narrow")];
    if (texts.every((text, index) => text === drawn[index])) return;
    const before = measureBars(picture);
    const [wide, narrow] = texts.map(readPicture);
    picture.replaceChildren(.../** @type {HTMLElement[]} */ ([wide, narrow].filter(Boolean)));
    if (wide && narrow) {
      wide.classList.add("kit-wide");
      narrow.classList.add("kit-narrow");
    }
    // What is there when the page is drawn does not move.
    if (drawn.length) growBars(picture, before);
    drawn = texts;
  }

  function draw() {
    drawPicture();
    const rows = model.get("rows");
    const empty = picture.childElementCount === 0;
    write(title, model.get("title"));
    write(message, empty ? model.get("message") : "");
    write(note, model.get("note"));
    picture.hidden = empty;
    picture.setAttribute("aria-label", model.get("alt"));
    details.hidden = rows.length === 0;
    fillTable(table, model.get("title"), model.get("columns"), rows);
    teller.tell(model.get("title"), !empty || model.get("note") !== "");
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
 * Read a picture; null when there is none.
 *
 * @param {string} text
 */
function readPicture(text) {
  const found = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (found.localName !== "svg") return null;
  const picture = document.importNode(found, true);
  picture.setAttribute("aria-hidden", "true");
  return picture;
}

/** @param {HTMLElement} picture */
function listBars(picture) {
  return [...picture.querySelectorAll("svg")].flatMap((svg, index) =>
    [...listMarks(svg)].map((bar) => ({
      bar,
      name: `${index} ${bar.getAttribute("aria-label")}`,
      length: measure(bar),
    })),
  );
}

/**
 * @param {SVGSVGElement} svg
 * @returns {NodeListOf<SVGPathElement>}
 */
function listMarks(svg) {
  return svg.querySelectorAll(".bars_marks path, .columns_marks path");
}

/**
 * How long a bar is, or how tall a column.
 *
 * @param {Element} bar
 */
function measure(bar) {
  const side = bar.closest(".columns_marks") ? /v([\d.]+)/ : /h([\d.]+)/;
  return Number(side.exec(bar.getAttribute("d") ?? "")?.[1] ?? 0);
}

/** @param {HTMLElement} picture */
function measureBars(picture) {
  return new Map(listBars(picture).map(({ name, length }) => [name, length]));
}

/**
 * Let each bar grow from its length before, by its style alone.
 *
 * @param {HTMLElement} picture
 * @param {Map<string, number>} before
 */
function growBars(picture, before) {
  for (const { bar, name, length } of listBars(picture)) {
    bar.style.setProperty("--from", String((before.get(name) ?? 0) / length));
  }
  picture.classList.add("kit-growing");
  setTimeout(() => picture.classList.remove("kit-growing"), 400);
}

/**
 * @param {HTMLElement} table
 * @param {string} title
 * @param {string[]} columns
 * @param {string[][]} rows
 */
function fillTable(table, title, columns, rows) {
  const head = make("tr");
  for (const column of columns) head.append(makeTitle(column, "col"));
  const lines = rows.map(([first, ...others]) => {
    const line = make("tr");
    line.append(makeTitle(first, "row"), ...others.map((text) => make("td", "", text)));
    return line;
  });
  const [top, body] = [make("thead"), make("tbody")];
  top.append(head);
  body.append(...lines);
  table.setAttribute("aria-label", title);
  table.replaceChildren(top, body);
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
