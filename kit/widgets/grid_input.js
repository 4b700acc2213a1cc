import { follow, make, makeClearable, makeId, makeWords, write } from "./shared/field.js";
import { _, pgettext } from "./shared/words.js";

const MOST = 8; // rows on a page
const ONE_ROW = 7; // numbers beside each other on a phone
const CANNOT_SAY = _("Cannot say");

/** @typedef {{value: string, label: string}} Row */
/** @typedef {{value: number | null, label: string}} Step */
/**
 * @typedef {object} Own As `grid_input.py` describes them.
 * @property {Row[]} rows
 * @property {Step[]} options
 * @property {string} low_label
 * @property {string} high_label
 * @property {boolean} worded
 * @property {string} skip
 * @property {(number | null)[]} value
 */
/** @typedef {import("./shared/types.js").InputTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("fieldset", "kit kit-input kit-stepped kit-grid-input");
  const question = make("legend", "kit-question");
  const words = makeWords(model);
  const skip = makeButton("kit-skip", model.get("skip"));
  const list = make("div", "kit-lines");
  const foot = make("div", "kit-pages");
  const count = make("p", "kit-answered");
  const [back, next] = [
    makeButton("kit-turn", _("Back")),
    makeButton("kit-turn", pgettext("button", "Next")),
  ];
  const turns = make("span", "kit-turns");
  count.setAttribute("role", "status");
  turns.append(back, next);
  foot.append(count, turns);
  root.append(question, words.help, words.error, skip, list, foot);
  el.append(root);

  const rows = model.get("rows");
  const pages = Math.ceil(rows.length / MOST);
  const perPage = Math.ceil(rows.length / pages);
  let page = 0;
  /* What was pressed to leave rows out: it is in this page alone, and nobody is told. */
  let skipped = false;
  /** @type {Set<number>} */
  const passed = new Set();

  const lines = rows.map(makeLine);
  list.append(...lines.map(({ line }) => line));

  /** @param {number} place */
  const get = (place) => model.get("value")[place] ?? null;

  /**
   * @param {number} place
   * @param {number | null} step
   */
  function choose(place, step) {
    const steps = rows.map((_, each) => (each === place ? step : get(each)));
    model.set("value", steps.some((each) => each !== null) ? steps : []);
    model.save_changes();
    draw();
  }

  /**
   * @param {Row} row
   * @param {number} place
   */
  function makeLine({ label }, place) {
    const line = make("div", "kit-line");
    const title = make("p", "kit-line-words", label);
    const steps = make("div", "kit-steps");
    const group = makeId();
    title.id = makeId();
    title.dir = line.dir = "auto";
    line.setAttribute("role", "radiogroup");
    line.setAttribute("aria-labelledby", title.id);
    const offered = model.get("options").filter(({ value }) => value !== null);
    const worded = model.get("worded");
    const ends = [model.get("low_label"), model.get("high_label")];
    const inputs = offered.map((step, at) => {
      const end = worded ? "" : at === 0 ? ends[0] : at === offered.length - 1 ? ends[1] : "";
      return makeStep(step, place, group, end);
    });
    steps.classList.toggle("kit-worded", worded);
    steps.style.setProperty("--all", String(offered.length));
    const few = offered.length > ONE_ROW ? Math.ceil(offered.length / 2) : offered.length;
    steps.style.setProperty("--few", String(few));
    steps.append(...inputs.map(({ step }) => step));
    const below = make("p", "kit-ends");
    if (!worded) {
      const [low, high] = [offered[0].value, offered[offered.length - 1].value];
      const texts = [ends[0] && `${low} ${ends[0]}`, ends[1] && `${high} ${ends[1]}`];
      below.append(...texts.map((text) => make("span", "", text)));
    }
    // The ends' words are in the names of the first and the last button.
    below.setAttribute("aria-hidden", "true");
    below.hidden = worded || !ends.some(Boolean);
    const pass = makeButton("kit-pass", CANNOT_SAY);
    pass.setAttribute("aria-describedby", title.id);
    pass.addEventListener("click", () => {
      if (passed.has(place)) passed.delete(place);
      else passed.add(place);
      choose(place, null);
    });
    // Beside words it is one more chip.
    if (worded) steps.append(pass);
    line.append(title, steps, below, ...(worded ? [] : [pass]));
    return { line, inputs, pass };
  }

  /**
   * @param {Step} offered
   * @param {number} place
   * @param {string} group
   * @param {string} meaning
   */
  function makeStep({ value, label }, place, group, meaning) {
    const step = make("label", "kit-step");
    const input = make("input", "kit-cover");
    input.type = "radio";
    input.name = group;
    input.value = String(value);
    step.append(input, make("span", "kit-number", label));
    if (meaning) step.append(make("span", "kit-unseen", ` ${meaning}`));
    const isChosen = () => get(place) === value;
    makeClearable(input, isChosen, () => choose(place, null));
    input.addEventListener("change", () => {
      if (!input.checked || isChosen()) return;
      passed.delete(place);
      choose(place, value);
    });
    return { step, input, value };
  }

  /** @param {number} by */
  function turn(by) {
    page = Math.max(0, Math.min(pages - 1, page + by));
    draw();
    root.scrollIntoView();
    lines[page * perPage].inputs[0].input.focus({ preventScroll: true });
  }

  skip.addEventListener("click", () => {
    skipped = !skipped;
    passed.clear();
    model.set("value", []);
    model.save_changes();
    draw();
  });
  back.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));

  function draw() {
    const error = model.get("error");
    const answered = model.get("value").filter((step) => step !== null).length;
    if (answered) skipped = false;
    root.disabled = model.get("disabled");
    root.setAttribute("aria-invalid", String(error !== ""));
    words.draw(question, root, error);
    skip.hidden = model.get("skip") === "";
    skip.setAttribute("aria-pressed", String(skipped));
    list.hidden = skipped;
    write(count, skipped ? "" : _("{n} of {all}", { n: answered, all: rows.length }));
    turns.hidden = skipped || pages < 2;
    back.disabled = page === 0;
    next.disabled = page === pages - 1;
    lines.forEach(({ line, inputs, pass }, place) => {
      const chosen = get(place);
      line.hidden = Math.floor(place / perPage) !== page;
      for (const { step, input, value } of inputs) {
        input.checked = value === chosen;
        step.classList.toggle("kit-chosen", input.checked);
      }
      pass.setAttribute("aria-pressed", String(passed.has(place) && chosen === null));
    });
  }

  draw();
  const stop = follow(model, ["value", "text", "help", "error", "disabled"], draw);
  return () => {
    stop();
    root.remove();
  };
}

/**
 * @param {string} className
 * @param {string} text
 */
function makeButton(className, text) {
  const button = make("button", className, text);
  button.type = "button";
  button.dir = "auto";
  return button;
}

export default { render };
