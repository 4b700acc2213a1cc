/** What is pressed and written into on the energy map: buttons, lines of text, rows of choices. */

import { make, makeId } from "./field.js";

const LONGEST_NAME = 40;

/**
 * @param {string} className
 * @param {string} text
 * @param {() => void} press
 */
export function makeButton(className, text, press) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/**
 * A line of text under its label.
 *
 * @param {string} title
 * @param {string} text
 * @param {(text: string) => void} write
 */
export function makeLine(title, text, write) {
  const label = make("label", "kit-line-label");
  const field = make("input", "kit-line-field");
  field.type = "text";
  field.value = text;
  field.maxLength = LONGEST_NAME;
  field.autocomplete = "off";
  field.addEventListener("input", () => write(field.value));
  label.append(make("span", "", title), field);
  return { label, field };
}

/**
 * Offer what was written before for a line of text.
 *
 * @param {ReturnType<typeof makeLine>} line
 * @param {string[]} texts
 */
export function offer({ label, field }, texts) {
  const known = make("datalist");
  known.id = makeId();
  known.append(...texts.map((text) => Object.assign(make("option"), { value: text })));
  field.setAttribute("list", known.id);
  label.append(known);
}

/**
 * A row of radio buttons.
 * @template {string | number} Value
 * @param {string} title
 * @param {Value[]} values
 * @param {Value} chosen
 * @param {(value: Value) => string} name
 * @param {(value: Value) => void} choose
 */
export function makeChips(title, values, chosen, name, choose) {
  const group = make("div", "kit-chips");
  const heading = make("p", "", title);
  const id = makeId();
  heading.id = makeId();
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-labelledby", heading.id);
  group.append(heading);
  for (const value of values) {
    const chip = make("label", "kit-chip");
    const input = make("input", "kit-cover");
    input.type = "radio";
    input.name = id;
    input.checked = value === chosen;
    input.addEventListener("change", () => choose(value));
    chip.append(input, make("span", "", name(value)));
    group.append(chip);
  }
  return group;
}
