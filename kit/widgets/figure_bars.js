import { follow, make, write } from "./shared/field.js";
import { growLetters } from "./shared/letters.js";
import { isStaged, keepFitting } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";

const LARGEST = 2.5;

/** @typedef {{words: string, value: number, compares: string}} Bar */
/** @typedef {{kind: string, dark: boolean, source: string, cited: string, bars: Bar[]}} Group */
/**
 * @typedef {object} Traits As `figure_bars.py` describes them.
 * @property {string} title
 * @property {Group[]} groups
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-figure-bars");
  const title = make("figcaption", "kit-title");
  const table = make("table");
  title.dir = "auto";
  root.append(title, table);
  el.append(root);
  const teller = makeTeller(root, "waits");

  function draw() {
    const groups = model.get("groups");
    write(title, model.get("title"));
    table.setAttribute("aria-label", model.get("title"));
    const axis = findAxis(groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
    table.replaceChildren(...groups.map((group) => makeGroup(group, axis)));
    fit();
    teller.tell(model.get("title"), groups.length > 0);
  }

  /** On a stage the letters are as large as fit; where none do, rows stand closer. */
  function fit() {
    table.style.removeProperty("--size");
    root.classList.remove("kit-tight");
    if (!isStaged(root) || grow()) return;
    root.classList.add("kit-tight");
    grow();
  }

  /** @returns {boolean} Whether all of it can be seen. */
  function grow() {
    return growLetters(root, table, LARGEST, () => root.scrollHeight <= root.clientHeight);
  }

  draw();
  const stop = follow(model, ["title", "groups"], draw);
  const stopFitting = keepFitting(root, fit);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
}

/**
 * Where zero lies on the one axis, and how long it is.
 *
 * @param {number[]} values
 */
function findAxis(values) {
  const low = Math.min(0, ...values);
  return { low, length: Math.max(0, ...values) - low || 1 };
}

/**
 * @param {Group} group
 * @param {{low: number, length: number}} axis
 */
function makeGroup({ kind, dark, source, cited, bars }, axis) {
  const body = make("tbody", dark ? "kit-dark" : "");
  const head = make("tr");
  const name = make("th", "kit-kind");
  name.scope = "rowgroup";
  name.colSpan = 2;
  name.append(make("i", "kit-swatch"), make("span", "", kind));
  head.append(name);
  const foot = make("tr");
  const cite = make("td", "kit-source");
  cite.colSpan = 2;
  cite.append(make("span", "kit-short", source), make("span", "kit-cited", cited));
  foot.append(cite);
  body.append(head, ...bars.map((bar) => makeBar(bar, axis)), foot);
  return body;
}

/**
 * @param {Bar} bar
 * @param {{low: number, length: number}} axis
 */
function makeBar({ words, value, compares }, { low, length }) {
  const row = make("tr");
  const label = make("th", "kit-words", words);
  const cell = make("td");
  const track = make("div", "kit-track");
  const mark = make("i", "kit-mark");
  label.scope = "row";
  track.setAttribute("aria-hidden", "true");
  track.style.setProperty("--zero", String(-low / length));
  mark.style.setProperty("--from", String((Math.min(0, value) - low) / length));
  mark.style.setProperty("--share", String(Math.abs(value) / length));
  track.append(mark);
  cell.append(track, make("span", "kit-unseen", compares));
  row.append(label, cell);
  return row;
}

export default { render };
