import { follow, make, makeId, write } from "./shared/field.js";
import { _ } from "./shared/words.js";

/** @typedef {"" | "here" | "call"} Side */

/**
 * @typedef {object} Traits As `side_choice.py` describes them.
 * @property {string} text
 * @property {boolean} asked
 * @property {Side} side
 */

const WHY = _("For drawing pairs alone. It is kept on this phone and stands in no result.");
/** @type {Record<Exclude<Side, "">, string>} */
const SIDES = { here: _("In the room"), call: _("In the call") };
const TOLD = { here: _("You are in the room."), call: _("You are in the call.") };

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const key = `kit-side ${location.pathname}`;
  const root = make("section", "kit kit-side-choice");
  const question = make("h2", "kit-question", model.get("text"));
  const why = make("p", "kit-help", WHY);
  const buttons = make("div", "kit-sides");
  const told = make("p", "kit-told");
  const words = make("span");
  const change = makeButton(_("Change"), () => choose(""));
  question.id = makeId();
  root.setAttribute("aria-labelledby", question.id);
  words.setAttribute("role", "status");
  told.append(words, " ", change);
  buttons.append(
    makeButton(SIDES.here, () => choose("here")),
    makeButton(SIDES.call, () => choose("call")),
  );
  root.append(question, why, buttons, told);
  el.append(root);

  /** @param {Side} side */
  function choose(side) {
    keep(side);
    tell(side);
    const next = side ? change : buttons.querySelector("button");
    next?.focus();
  }

  /** @param {Side} side */
  function keep(side) {
    try {
      if (side) sessionStorage.setItem(key, side);
      else sessionStorage.removeItem(key);
    } catch {} // without storage it is asked once more on the next page
  }

  /** @returns {Side} */
  function recall() {
    try {
      const kept = sessionStorage.getItem(key);
      return kept === "here" || kept === "call" ? kept : "";
    } catch {
      return "";
    }
  }

  /** @param {Side} side */
  function tell(side) {
    if (model.get("side") !== side) {
      model.set("side", side);
      model.save_changes();
    }
    draw();
  }

  function draw() {
    const side = model.get("side");
    root.hidden = !model.get("asked");
    for (const each of [question, why, buttons]) each.hidden = side !== "";
    told.hidden = side === "";
    write(words, side ? TOLD[side] : "");
  }

  /** Where nobody is asked any more, nothing is kept either. */
  function hear() {
    if (!model.get("asked")) keep("");
    tell(model.get("asked") ? recall() : "");
  }

  hear();
  const stop = [follow(model, ["asked"], hear), follow(model, ["side"], draw)];
  return () => {
    for (const end of stop) end();
    root.remove();
  };
}

/**
 * @param {string} words
 * @param {() => void} press
 */
function makeButton(words, press) {
  const button = make("button", "kit-press", words);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

export default { render };
