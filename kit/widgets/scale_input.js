import { follow, make, makeClearable, makeId, makeWords, write } from "./shared/field.js";
import { _, formatNumber } from "./shared/words.js";

const ONE_ROW = 6;
const CLEAR = _("Press your choice again to clear it");

/**
 * @typedef {object} Own As `scale_input.py` describes them.
 * @property {number} low
 * @property {number} high
 * @property {string} low_label
 * @property {string} high_label
 * @property {number | null} value
 */
/** @typedef {import("./shared/types.js").InputTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("fieldset", "kit kit-input kit-stepped kit-scale-input");
  const question = make("legend", "kit-question");
  const words = makeWords(model);
  const steps = make("div", "kit-steps");
  const ends = make("p", "kit-ends");
  const lowEnd = make("span");
  const highEnd = make("span");
  const hint = make("p", "kit-unseen");
  const group = makeId();
  hint.id = makeId();
  root.setAttribute("role", "radiogroup");
  // The ends' words are in the names of the first and the last button.
  ends.setAttribute("aria-hidden", "true");
  ends.append(lowEnd, highEnd);
  lowEnd.dir = highEnd.dir = "auto";
  root.append(question, words.help, words.error, steps, ends, hint);
  el.append(root);

  /** @type {Map<number, {step: HTMLElement, input: HTMLInputElement}>} */
  let buttons = new Map();

  /** @param {number | null} value */
  function choose(value) {
    model.set("value", value);
    model.save_changes();
    draw();
  }

  /**
   * @param {number} number
   * @param {string} meaning
   */
  function makeStep(number, meaning) {
    const step = make("label", "kit-step");
    const input = make("input", "kit-cover");
    input.type = "radio";
    input.name = group;
    input.value = String(number);
    step.append(input, make("span", "kit-number", formatNumber(number)));
    if (meaning) step.append(make("span", "kit-unseen", ` ${meaning}`));
    const isChosen = () => model.get("value") === number;
    makeClearable(input, isChosen, () => choose(null));
    input.addEventListener("change", () => {
      if (input.checked && !isChosen()) choose(number);
    });
    return { step, input };
  }

  function build() {
    const focused = [...buttons].find(([, { input }]) => input === document.activeElement)?.[0];
    const low = model.get("low");
    const high = model.get("high");
    const meanings = new Map([
      [low, model.get("low_label")],
      [high, model.get("high_label")],
    ]);
    buttons = new Map();
    for (let number = low; number <= high; number += 1) {
      buttons.set(number, makeStep(number, meanings.get(number) ?? ""));
    }
    const count = buttons.size;
    steps.style.setProperty("--all", String(count));
    steps.style.setProperty("--few", String(count > ONE_ROW ? Math.ceil(count / 2) : count));
    steps.replaceChildren(...[...buttons.values()].map(({ step }) => step));
    write(lowEnd, meanings.get(low) ? `${low} ${meanings.get(low)}` : "");
    write(highEnd, meanings.get(high) ? `${high} ${meanings.get(high)}` : "");
    draw();
    if (focused !== undefined) buttons.get(focused)?.input.focus();
  }

  function draw() {
    const value = model.get("value");
    const error = model.get("error");
    root.disabled = model.get("disabled");
    root.setAttribute("aria-invalid", String(error !== ""));
    hint.textContent = value === null || root.disabled ? "" : CLEAR;
    words.draw(question, root, error, [hint]);
    for (const [number, { step, input }] of buttons) {
      input.checked = number === value;
      step.classList.toggle("kit-chosen", input.checked);
    }
  }

  build();
  const stop = [
    follow(model, ["low", "high", "low_label", "high_label"], build),
    follow(model, ["value", "text", "help", "error", "disabled"], draw),
  ];
  return () => {
    for (const end of stop) end();
    root.remove();
  };
}

export default { render };
