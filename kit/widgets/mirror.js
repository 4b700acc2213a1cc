import { follow, make, makeId } from "./shared/field.js";
import { Settings } from "./shared/settings.js";
import { _, formatNumber } from "./shared/words.js";

const MOST = 10;
const PRIVATE = _("Only you see this. It is sent to nobody.");
const OVER = _("Wiped when the round was closed.");

/**
 * @typedef {object} Traits As `mirror.py` describes them. None of them is ever written here.
 * @property {string} prompt
 * @property {string[]} lines
 * @property {boolean} over
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("fieldset", "kit kit-input kit-mirror");
  const title = make("legend", "kit-question", _("For yourself alone"));
  const list = make("div");
  const wipe = make("button", "kit-plain kit-wipe", _("Wipe it"));
  const privacy = make("p", "kit-hint", PRIVATE);
  const spoken = make("p", "kit-unseen");
  wipe.type = "button";
  spoken.setAttribute("aria-live", "polite");
  root.append(title, list, privacy, wipe, spoken);
  el.append(root);
  const settings = new Settings(model.get("prompt"));

  function draw() {
    list.replaceChildren(...model.get("lines").map(makeLine));
    drawRest();
  }

  function drawRest() {
    wipe.hidden = settings.isEmpty();
    privacy.textContent = model.get("over") ? OVER : PRIVATE;
  }

  /** @param {string} text */
  function makeLine(text) {
    const line = make("div", "kit-mirror-line");
    const label = make("label", "", text);
    const slider = make("input");
    const number = make("output");
    slider.type = "range";
    slider.min = "0";
    slider.max = String(MOST);
    slider.id = makeId();
    slider.disabled = model.get("over");
    // A form that is put back by the browser itself would show what was wiped.
    slider.autocomplete = "off";
    label.htmlFor = slider.id;
    label.dir = "auto";
    number.htmlFor.add(slider.id);

    function show() {
      const set = settings.get(text);
      slider.value = String(set ?? MOST / 2);
      slider.classList.toggle("kit-unset", set === undefined);
      slider.setAttribute(
        "aria-valuetext",
        set === undefined ? _("not set") : _("{n} of {all}", { n: set, all: MOST }),
      );
      number.textContent = set === undefined ? "\u2013" : formatNumber(set);
    }

    const take = () => {
      settings.set(text, Number(slider.value));
      show();
      drawRest();
    };
    // A press on the middle, where an unset slider stands, changes nothing and means it all the same.
    for (const event of ["input", "pointerup"]) slider.addEventListener(event, take);
    slider.addEventListener("keydown", ({ key }) => {
      if (key === "Enter" || key === " ") take();
    });
    show();
    const row = make("div", "kit-mirror-row");
    const ends = make("div", "kit-mirror-ends");
    ends.append(make("span", "", formatNumber(0)), make("span", "", formatNumber(MOST)));
    ends.setAttribute("aria-hidden", "true");
    row.append(slider, number);
    line.append(label, row, ends);
    return line;
  }

  function clear() {
    settings.wipe();
    draw();
  }

  function end() {
    if (model.get("over")) clear();
    else draw();
  }

  wipe.addEventListener("click", () => {
    clear();
    spoken.textContent = _("It is wiped");
    /** @type {HTMLElement | null} */ (list.querySelector("input"))?.focus();
  });
  end();
  const stop = [follow(model, ["over"], end), follow(model, ["lines"], draw)];
  return () => {
    for (const each of stop) each();
    root.remove();
  };
}

export default { render };
