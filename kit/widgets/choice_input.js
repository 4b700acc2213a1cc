import { makeHand } from "./shared/coin.js";
import { makeTrial } from "./shared/coin_trial.js";
import { follow, make, makeClearable, makeId, makeWords, write } from "./shared/field.js";
import { _ } from "./shared/words.js";

/** @typedef {{value: string, label: string, letter?: string, colour?: string}} Option */

/**
 * Let a letter look as the marble that it will be in the jar.
 *
 * @param {HTMLElement} letter
 * @param {string} colour
 */
function paint(letter, colour) {
  letter.classList.add("kit-marble");
  for (const part of ["", "-edge", "-ink"]) {
    letter.style.setProperty(`--marble${part}`, `var(--kit-category-${colour}${part})`);
  }
}

/**
 * Say how many to choose.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} count How many options there are.
 * @param {number} chosen
 * @returns {string}
 */
function describeRange(least, most, count, chosen) {
  if (most === 1) return chosen ? _("Press your choice again to clear it") : _("Choose one");
  if (most >= count && least <= 1) return _("Choose as many as you like");
  if (chosen >= most && most < count) return _("All {most} chosen. Clear one to swap", { most });
  if (least >= most) return _("Choose {most}", { most });
  return least > 0
    ? _("Choose {least} to {most}", { least, most })
    : _("Choose up to {most}", { most });
}

const COIN = _(
  "Your phone throws a coin first. Three times out of four it sends what you choose, otherwise the " +
    "opposite. Nobody can know which, so no answer can be held against anybody.",
);
const SETTLED = _("Your answer is in, as the coin decided. This one stays as it is.");

/**
 * @typedef {object} Own As `choice_input.py` describes them.
 * @property {Option[]} options
 * @property {number} min_choices
 * @property {number} max_choices
 * @property {string[]} value
 * @property {boolean} coin
 * @property {boolean} settled
 * @property {boolean} trial
 */
/** @typedef {import("./shared/types.js").InputTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("fieldset", "kit kit-input kit-choice-input");
  const question = make("legend", "kit-question");
  const words = makeWords(model);
  const hint = make("p", "kit-hint");
  const rows = make("div", "kit-rows");
  const group = makeId();
  hint.id = makeId();
  root.append(question, words.help, hint, words.error, rows);
  const trial = makeTrial();
  el.append(trial.el, root);

  /** @type {{option: Option, row: HTMLElement, input: HTMLInputElement}[]} */
  let lines = [];
  const hand = makeHand(model, draw);

  /** @param {string} value */
  function toggle(value) {
    const before = new Set(hand.get());
    const chosen = new Set(model.get("max_choices") === 1 ? [] : before);
    if (before.has(value)) chosen.delete(value);
    else chosen.add(value);
    const values = lines.map(({ option }) => option.value);
    hand.set(values.filter((one) => chosen.has(one)));
    draw();
  }

  /**
   * @param {Option} option
   * @param {boolean} single
   */
  function makeLine(option, single) {
    const row = make("label", "kit-row");
    const input = make("input", "kit-cover");
    input.type = single ? "radio" : "checkbox";
    input.name = group;
    input.value = option.value;
    const letter = make(
      "span",
      single ? "kit-letter kit-round" : "kit-letter",
      option.letter ?? "",
    );
    letter.setAttribute("aria-hidden", "true");
    if (option.colour) paint(letter, option.colour);
    const label = make("span", "kit-label", option.label);
    label.dir = "auto";
    row.append(input, letter, label, make("span", "kit-tick"));
    const isChosen = () => hand.get().includes(option.value);
    if (single) makeClearable(input, isChosen, () => toggle(option.value));
    input.addEventListener("change", () => {
      if (input.checked !== isChosen()) toggle(option.value);
    });
    return { option, row, input };
  }

  function build() {
    const focused = lines.find(({ input }) => input === document.activeElement)?.option.value;
    const single = model.get("max_choices") === 1;
    if (single) root.setAttribute("role", "radiogroup");
    else root.removeAttribute("role");
    root.removeAttribute("aria-invalid");
    hint.setAttribute("aria-live", single ? "off" : "polite");
    lines = model.get("options").map((one) => makeLine(one, single));
    rows.replaceChildren(...lines.map(({ row }) => row));
    draw();
    lines.find(({ option }) => option.value === focused)?.input.focus();
  }

  function draw() {
    const chosen = hand.get();
    const most = model.get("max_choices");
    const error = model.get("error");
    const full = most > 1 && chosen.length >= most;
    trial.show(model.get("trial") && !model.get("disabled") && !model.get("over"));
    root.disabled = model.get("disabled") || model.get("settled");
    const range = describeRange(model.get("min_choices"), most, lines.length, chosen.length);
    const plain = root.disabled && chosen.length ? "" : range;
    write(hint, model.get("settled") ? SETTLED : model.get("coin") ? COIN : plain);
    words.draw(question, root, error, [hint]);
    for (const control of most === 1 ? [root] : lines.map(({ input }) => input)) {
      control.setAttribute("aria-invalid", String(error !== ""));
    }
    for (const { option, row, input } of lines) {
      input.checked = chosen.includes(option.value);
      input.disabled = full && !input.checked;
      row.classList.toggle("kit-chosen", input.checked);
      row.classList.toggle("kit-closed", input.disabled);
    }
  }

  build();
  const stop = [
    follow(model, ["options", "max_choices"], build),
    follow(model, ["value", "min_choices", "text", "help", "error", "disabled", "trial"], draw),
  ];
  return () => {
    for (const end of stop) end();
    hand.stop();
    trial.el.remove();
    root.remove();
  };
}

export default { render };
