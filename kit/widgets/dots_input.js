import { follow, make, makeId, makeWords, write } from "./shared/field.js";
import { _, ngettext } from "./shared/words.js";

/** @typedef {{value: string, label: string}} Option */
/**
 * @typedef {object} Own As `dots_input.py` describes them.
 * @property {Option[]} options
 * @property {number} dots
 * @property {string[]} value
 */
/** @typedef {import("./shared/types.js").InputTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("fieldset", "kit kit-input kit-dots-input");
  const question = make("legend", "kit-question");
  const words = makeWords(model);
  const hint = make("p", "kit-hint");
  const rows = make("div", "kit-rows");
  hint.id = makeId();
  hint.setAttribute("aria-live", "polite");
  root.append(question, words.help, hint, words.error, rows);
  el.append(root);

  /** @type {{option: Option, less: HTMLButtonElement, more: HTMLButtonElement, given: HTMLElement}[]} */
  let lines = [];

  /** @param {string} value */
  const count = (value) => model.get("value").filter((each) => each === value).length;

  /**
   * @param {string} value
   * @param {number} by
   */
  function give(value, by) {
    const total = model.get("value").length;
    const now = count(value) + by;
    if (now < 0 || total + by > model.get("dots")) return;
    const values = lines.flatMap(({ option }) =>
      Array(option.value === value ? now : count(option.value)).fill(option.value),
    );
    model.set("value", values);
    model.save_changes();
    draw();
  }

  /**
   * @param {Option} option
   * @param {string} sign
   * @param {string} told
   * @param {number} by
   */
  function makeButton(option, sign, told, by) {
    const button = make("button", "kit-give", sign);
    button.type = "button";
    button.setAttribute("aria-label", _("{name}: {told}", { name: told, told: option.label }));
    button.addEventListener("click", () => give(option.value, by));
    return button;
  }

  function build() {
    lines = model.get("options").map((option) => ({
      option,
      less: makeButton(option, "\u2212", _("One dot less"), -1),
      more: makeButton(option, "+", _("One dot more"), 1),
      given: make("output", "kit-given"),
    }));
    rows.replaceChildren(
      ...lines.map(({ option, less, more, given }) => {
        const row = make("div", "kit-row");
        const label = make("span", "kit-label", option.label);
        label.dir = "auto";
        row.append(label, less, given, more);
        return row;
      }),
    );
    draw();
  }

  function draw() {
    const most = model.get("dots");
    const total = model.get("value").length;
    root.disabled = model.get("disabled");
    write(hint, ngettext("{total} of {n} dot given", "{total} of {n} dots given", most, { total }));
    words.draw(question, root, model.get("error"), [hint]);
    for (const { option, less, more, given } of lines) {
      const now = count(option.value);
      // Not disabled: whoever presses a button by its key would lose their place.
      less.setAttribute("aria-disabled", String(now === 0));
      more.setAttribute("aria-disabled", String(total >= most));
      given.textContent = "\u25cf".repeat(now) || "0";
      given.setAttribute("aria-label", _("{n} for {option}", { n: now, option: option.label }));
      less.parentElement?.classList.toggle("kit-chosen", now > 0);
    }
  }

  build();
  const stop = [
    follow(model, ["options", "dots"], build),
    follow(model, ["value", "text", "help", "error", "disabled"], draw),
  ];
  return () => {
    for (const end of stop) end();
    root.remove();
  };
}

export default { render };
