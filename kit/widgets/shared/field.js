/** What the inputs of a form share: elements, and the words around a control. */

/**
 * @template Traits
 * @typedef {import("./types.js").Model<Traits>} Model
 */
/** @typedef {Pick<import("./types.js").InputTraits, "text" | "help">} WordTraits */

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * Make an id. It is drawn by lot because every widget's script counts for itself.
 *
 * @returns {string}
 */
export function makeId() {
  return `kit-${Math.random().toString(36).slice(2, 12)}`;
}

/**
 * Call `draw` whenever one of the traits changes.
 *
 * @template Traits
 * @param {Model<Traits>} model
 * @param {(keyof Traits & string)[]} names
 * @param {() => void} draw
 * @returns {() => void} Stops it.
 */
export function follow(model, names, draw) {
  for (const name of names) model.on(`change:${name}`, draw);
  return () => {
    for (const name of names) model.off(`change:${name}`, draw);
  };
}

/**
 * Let a radio button that is on be switched off again, by a press or by the space bar. A browser
 * tells of no change then, and Chromium of no click by the space bar either.
 *
 * @param {HTMLInputElement} input
 * @param {() => boolean} isChosen
 * @param {() => void} clear
 */
export function makeClearable(input, isChosen, clear) {
  input.addEventListener("click", () => {
    if (isChosen()) clear();
  });
  input.addEventListener("keyup", (event) => {
    if (event.key !== " " || !isChosen()) return;
    event.preventDefault();
    clear();
  });
}

/**
 * Make the help and the error of an input.
 *
 * @param {Model<WordTraits>} model
 */
export function makeWords(model) {
  const help = make("p", "kit-help");
  const error = make("p", "kit-error");
  help.id = makeId();
  error.id = makeId();
  error.setAttribute("role", "alert");

  return {
    help,
    error,
    /**
     * Draw question, help and error, and tie them to the control.
     *
     * @param {HTMLElement} question
     * @param {HTMLElement} control
     * @param {string} message
     * @param {HTMLElement[]} more What else describes the control.
     */
    draw(question, control, message, more = []) {
      // The whole input runs as its question does; each answer, as its own words do.
      const root = /** @type {HTMLElement | null} */ (question.closest(".kit-input"));
      if (root) root.dir = "auto";
      write(question, model.get("text"));
      write(help, model.get("help"));
      write(error, message);
      const shown = [help, ...more, error].filter(
        ({ hidden, textContent }) => !hidden && textContent,
      );
      if (shown.length)
        control.setAttribute("aria-describedby", shown.map(({ id }) => id).join(" "));
      else control.removeAttribute("aria-describedby");
    },
  };
}

/**
 * Put words into an element, and take it off the page when there are none. Words that stay as they
 * are are left alone, so that nothing is read aloud twice.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}
