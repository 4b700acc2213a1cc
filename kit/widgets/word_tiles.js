import { follow, make, write } from "./shared/field.js";

/** @typedef {{text: string, count: number}} Word */

const SIZES = [38, 34, 30, 27, 24];
const FADE = 300;
const LARGEST = 5;

/** @param {{model: import("./shared/field.js").Model, el: HTMLElement}} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-word-tiles");
  const title = make("figcaption", "kit-title");
  const list = make("ul");
  const more = make("p", "kit-more");
  const message = make("p", "kit-message");
  const unseen = make("div", "kit-unseen");
  const table = make("table");
  // The tiles show how often by their size; the table says it.
  list.setAttribute("aria-hidden", "true");
  // A table would be as high as its rows, unseen or not; a box around it is not.
  unseen.append(table);
  root.append(title, list, more, message, unseen);
  el.append(root);

  /** @type {Map<string, HTMLElement>} */
  const tiles = new Map();
  let drawn = false;

  function draw() {
    /** @type {Word[]} */
    const words = model.get("words");
    const there = new Set(words.map(({ text }) => text));
    root.hidden = words.length === 0 && !model.get("message");
    write(title, model.get("title"));
    write(message, model.get("message"));
    for (const [text, tile] of tiles) {
      if (there.has(text)) continue;
      tile.remove();
      tiles.delete(text);
    }
    for (const { text, count } of words) {
      const tile = tiles.get(text) ?? make("li", "", text);
      tile.style.setProperty("--times", String(Math.min(count, LARGEST)));
      if (!tiles.has(text) && drawn) appear(tile);
      tiles.set(text, tile);
      list.append(tile);
    }
    fillTable(table, model.get("title"), words);
    drawn = true;
    fit();
  }

  function fit() {
    const all = [...tiles.values()];
    for (const tile of all) tile.hidden = false;
    write(more, "");
    root.style.removeProperty("--size");
    const most = parseFloat(getComputedStyle(root).maxHeight);
    if (Number.isNaN(most)) return;
    const isFull = () => root.scrollHeight > Math.ceil(most);
    for (const size of SIZES) {
      root.style.setProperty("--size", `${size}px`);
      if (!isFull()) return;
    }
    // Words that were said once go first, the last of them before the others.
    const rare = all.reverse().sort((one, other) => countTimes(one) - countTimes(other));
    for (let gone = 1; gone < rare.length && isFull(); gone += 1) {
      rare[gone - 1].hidden = true;
      write(more, `and ${gone} more on your phone`);
    }
  }

  draw();
  const stop = follow(model, ["title", "words", "message"], draw);
  let width = 0;
  const watch = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    fit();
  });
  watch.observe(el);
  addEventListener("resize", fit);
  return () => {
    stop();
    watch.disconnect();
    removeEventListener("resize", fit);
    root.remove();
  };
}

/**
 * @param {HTMLElement} table
 * @param {string} title
 * @param {Word[]} words
 */
function fillTable(table, title, words) {
  const lines = [["Word", "Times said"], ...words.map(({ text, count }) => [text, String(count)])];
  table.setAttribute("aria-label", title);
  table.replaceChildren(
    ...lines.map(([first, second], place) => {
      const line = make("tr");
      const name = make("th", "", first);
      name.scope = place ? "row" : "col";
      line.append(name, make(place ? "td" : "th", "", second));
      return line;
    }),
  );
}

/** @param {HTMLElement} tile */
function countTimes(tile) {
  return Number(tile.style.getPropertyValue("--times"));
}

/** @param {HTMLElement} tile */
function appear(tile) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  tile.animate({ opacity: [0, 1] }, FADE);
}

export default { render };
