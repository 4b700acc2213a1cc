import { follow, make, makeId, makeWords, write } from "./field.js";
import { _, ngettext } from "./words.js";

const PAUSE = 250;
const NEAR_THE_END = 20;
/* As many characters as `text_input.py` takes; what is longer stays in the field. */
const LONGEST_WRITTEN = 20_000;
const CONSENT = _("This may be shown to the room, without my name");

/**
 * @param {boolean} oneLine
 * @returns {HTMLInputElement | HTMLTextAreaElement}
 */
function makeField(oneLine) {
  const field = oneLine ? make("input", "kit-line") : make("textarea");
  if (field instanceof HTMLTextAreaElement) field.rows = 3;
  else field.enterKeyHint = "done";
  field.autocomplete = "off";
  return field;
}

/**
 * @template {import("../text_input.js").Traits} Own
 * @param {(model: import("./types.js").Model<Own>) => void} tick Called with each tick,
 *   before it is told.
 * @returns {(view: import("./types.js").View<Own>) => () => void}
 */
export function makeRender(tick) {
  return ({ model, el }) => {
    const root = make("div", "kit kit-input kit-text-input");
    const question = make("label", "kit-question");
    const words = makeWords(model);
    const area = makeField(model.get("one_line"));
    const counter = make("p", "kit-counter");
    const spoken = make("p", "kit-unseen");
    const consent = make("label", "kit-consent");
    const box = make("input", "kit-cover");
    area.id = question.htmlFor = makeId();
    question.id = makeId();
    counter.id = makeId();
    spoken.setAttribute("aria-live", "polite");
    box.type = "checkbox";
    box.setAttribute("aria-describedby", question.id);
    consent.append(box, make("span", "kit-box"), make("span", "", CONSENT));
    root.append(question, words.help, words.error, area, counter, spoken, consent);
    el.append(root);
    area.value = model.get("value");

    /** Whether something was typed that the model does not have yet. */
    let fresh = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;

    function flush() {
      clearTimeout(pause);
      if (!fresh) return;
      fresh = false;
      model.set("value", getWritten());
      model.save_changes();
      speak();
    }

    function getWritten() {
      return area.value.slice(0, LONGEST_WRITTEN);
    }

    function type() {
      fresh = true;
      clearTimeout(pause);
      pause = setTimeout(flush, PAUSE);
      draw();
    }

    function share() {
      model.set("share", box.checked);
      tick(model);
      model.save_changes();
    }

    /** Letters as people and Python count them. */
    function countLeft() {
      return model.get("max_length") - [...area.value].length;
    }

    function speak() {
      const left = countLeft();
      spoken.textContent =
        left < 0 || left > NEAR_THE_END
          ? ""
          : ngettext("{n} character left", "{n} characters left", left);
    }

    /** What is being typed wins over what arrives meanwhile. */
    function receive() {
      const value = model.get("value");
      if (fresh || getWritten() === value) return;
      const { selectionStart, selectionEnd } = area;
      area.value = value;
      if (area === document.activeElement) area.setSelectionRange(selectionStart, selectionEnd);
      draw();
    }

    /** The round is over: what was typed and not sent goes nowhere. */
    function end() {
      if (!model.get("over")) return;
      clearTimeout(pause);
      fresh = false;
      area.value = "";
      draw();
    }

    function draw() {
      const most = model.get("max_length");
      const left = countLeft();
      const tooLong =
        left < 0 ? _("This is longer than {most} characters. Please shorten it.", { most }) : "";
      const message = tooLong || model.get("error");
      const disabled = model.get("disabled");
      area.placeholder = disabled ? "" : model.get("placeholder");
      // Words run as their language does; an empty field, as its question does.
      area.dir = area.value ? "auto" : "";
      // Read-only words can still be selected and reached with the keyboard.
      area.readOnly = disabled;
      // The keyboard goes. Not within the change itself: what the field then hands over would not be
      // noticed, and no draft of it kept.
      if (disabled && area === document.activeElement) queueMicrotask(() => area.blur());
      if (disabled) area.setAttribute("aria-disabled", "true");
      else area.removeAttribute("aria-disabled");
      area.classList.toggle("kit-empty", area.value === "");
      area.setAttribute("aria-invalid", String(message !== ""));
      write(counter, disabled ? "" : _("{n} of {all}", { n: most - left, all: most }));
      counter.classList.toggle("kit-over", left < 0);
      root.classList.toggle("kit-locked", disabled);
      words.draw(question, area, message, [counter]);
      box.checked = model.get("share");
      box.disabled = disabled;
      consent.hidden = !model.get("may_be_shown");
    }

    area.addEventListener("input", type);
    area.addEventListener("change", flush);
    area.addEventListener("blur", flush);
    box.addEventListener("change", share);
    // On a phone a button takes no focus, so a press on it is no "blur": hear of it first.
    const leaving = ["pointerdown", "click", "visibilitychange"];
    for (const name of leaving) document.addEventListener(name, flush, true);
    const stop = [
      follow(model, ["value"], receive),
      follow(model, ["over"], end),
      follow(
        model,
        ["text", "help", "error", "disabled", "max_length", "placeholder", "may_be_shown", "share"],
        draw,
      ),
    ];
    draw();

    return () => {
      flush();
      for (const end of stop) end();
      for (const name of leaving) document.removeEventListener(name, flush, true);
      root.remove();
    };
  };
}
