/**
 * A live region: the element stays, its words change, screen readers read the new ones. On a form
 * the new ones are also brought into view, where they stand.
 */

import { _ } from "./shared/words.js";

/**
 * @typedef {object} Traits As `note.py` describes them.
 * @property {string} text
 * @property {string} more
 * @property {"calm" | "news" | "good" | "pending" | "care" | "told" | "rest" | "warning"} tone
 */

/* What stops an answer from being sent must be seen on any page. */
const STOPS = ["care", "warning"];
/* What comes by itself takes nobody away from what they write. */
const UNASKED = ["news", "told", "rest"];
/* By one of these a person says that they want to look elsewhere. */
const MOVES = ["pointerdown", "keydown", "wheel", "touchmove"];

/**
 * Bring an element into view, and back whenever the page around it changes its size: what was sent
 * is drawn in another shape a moment later. Whoever moves the page has it from then on.
 * @param {Element} element
 * @param {ScrollLogicalPosition} block
 * @returns {() => void} Leaves it where it is.
 */
function keepInView(element, block) {
  const bring = () => element.scrollIntoView({ block });
  const observer = new ResizeObserver(bring);
  const stop = () => {
    observer.disconnect();
    for (const name of MOVES) removeEventListener(name, stop, true);
  };
  for (const name of MOVES) addEventListener(name, stop, { capture: true, passive: true });
  observer.observe(document.body);
  bring();
  return stop;
}

/** @returns {boolean} Whether somebody is writing, and must not lose sight of it. */
function isWriting() {
  return Boolean(document.activeElement?.matches("textarea, input:not([type]), [type=text]"));
}

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  el.classList.add("kit", "kit-note");
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  const fold = document.createElement("details");
  const rest = document.createElement("p");
  const summary = document.createElement("summary");
  summary.textContent = _("More about this");
  fold.append(summary, rest);
  el.append(line, fold);
  let leave = () => {};

  const draw = () => {
    // What has not changed is not read out again.
    if (line.textContent !== model.get("text")) line.textContent = model.get("text");
    rest.textContent = model.get("more");
    fold.hidden = !model.get("more");
    el.dataset.tone = model.get("tone");
    el.classList.toggle("kit-note-empty", !model.get("text"));
  };
  const change = () => {
    draw();
    leave();
    const form = el.closest(".kit-form");
    const tone = model.get("tone");
    if (!model.get("text") || tone === "calm") return;
    if (!form && STOPS.includes(tone)) line.scrollIntoView({ block: "nearest" });
    if (!form || (UNASKED.includes(tone) && isWriting())) return;
    // A result begins where the form does; anything else is said where the finger has been.
    if (tone === "news") leave = keepInView(form, "start");
    else leave = keepInView(line, "nearest");
  };
  model.on("change:text change:tone", change);
  model.on("change:more", draw);
  draw();
  return () => {
    leave();
    model.off("change:text change:tone", change);
    model.off("change:more", draw);
  };
}

export default { render };
