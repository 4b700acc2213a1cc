import { follow, make, write } from "./shared/field.js";

/** @typedef {{id: number, text: string}} Sentence */

const SIZES = [38, 34, 30, 27, 24];
const FADE = 300;

/** @param {{model: import("./shared/field.js").Model, el: HTMLElement}} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-text-wall");
  const title = make("figcaption", "kit-title");
  const list = make("ul");
  const more = make("p", "kit-more");
  const message = make("p", "kit-message");
  root.append(title, list, more, message);
  el.append(root);

  /** The lines on the wall: those that were there first, then the ones that came. */
  /** @type {Map<number, HTMLElement>} */
  const lines = new Map();
  let drawn = false;

  function draw() {
    /** @type {Sentence[]} */
    const sentences = model.get("sentences");
    const there = new Set(sentences.map(({ id }) => id));
    root.hidden = sentences.length === 0 && !model.get("message");
    write(title, model.get("title"));
    write(message, model.get("message"));
    for (const [id, line] of lines) {
      if (there.has(id)) continue;
      line.remove();
      lines.delete(id);
    }
    for (const { id, text } of sentences) {
      if (lines.has(id)) continue;
      const line = make("li", "", text);
      lines.set(id, line);
      list.append(line);
      if (drawn) appear(line);
    }
    drawn = true;
    fit();
  }

  function fit() {
    const most = parseFloat(getComputedStyle(root).maxHeight);
    const all = [...lines.values()];
    for (const line of all) line.hidden = false;
    write(more, "");
    root.style.removeProperty("--size");
    if (Number.isNaN(most)) return;
    const isFull = () => root.scrollHeight > Math.ceil(most);
    for (const size of SIZES) {
      root.style.setProperty("--size", `${size}px`);
      if (!isFull()) return;
    }
    for (let gone = 1; gone < all.length && isFull(); gone += 1) {
      all[gone - 1].hidden = true;
      write(more, `and ${gone} more on your phone`);
    }
  }

  draw();
  const stop = follow(model, ["title", "sentences", "message"], draw);
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

/** @param {HTMLElement} line */
function appear(line) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  line.animate({ opacity: [0, 1] }, FADE);
}

export default { render };
