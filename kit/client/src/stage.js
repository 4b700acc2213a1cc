/**
 * The stage: one picture at a time, and one that stays beside it. The facilitator's page shows the same
 * small. Pictures tell of themselves by the event "kit-picture" (`kit/widgets/shared/stage.js`).
 *
 * Arrow keys turn from picture to picture. The facilitator's choice is kept in the store and reaches
 * every page; keys pressed on a screen turn that screen alone, until the facilitator turns again.
 */

/** @typedef {import("../../widgets/shared/stage.js").Picture} Picture */
/** @typedef {Picture & Place} Placed */
/** @typedef {{part: HTMLElement, hidden: HTMLElement["hidden"]}} Place The part that holds it. */

/**
 * @param {HTMLElement} main
 * @param {boolean} isScreen
 */
export function startStage(main, isScreen) {
  /** @type {Record<string, number>} */
  const keys = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  /** @type {Map<HTMLElement, Picture>} What pictures have told last, by their elements. */
  const pictures = new Map();
  /** @type {HTMLElement | null} The part that is shown at present. */
  let turn = null;
  let chosen = ""; // the name of a picture

  const turner = document.createElement("div");
  const told = document.createElement("span");
  turner.className = "turner";
  turner.setAttribute("role", "group");
  turner.setAttribute("aria-label", "Pictures on the screen");
  told.setAttribute("role", "status");
  turner.append(makeButton("‹", "Picture before", -1), told, makeButton("›", "Picture after", 1));

  /** @returns {Placed[]} Parts that hold a picture, the first of each, in the notebook's order. */
  function listParts() {
    const parts = /** @type {HTMLElement[]} */ ([...main.querySelectorAll(".part")]);
    return parts.flatMap((part) => {
      const held = [...pictures].filter(([element]) => part.contains(element));
      if (!held.length) return [];
      const [[element, picture]] = held;
      return [{ ...picture, part, hidden: element.hidden }];
    });
  }

  /**
   * What can be turned to: all that is ready, but for what stays.
   * @param {Placed[]} parts
   */
  function listTurns(parts) {
    const turns = parts.filter(({ standing, ready }) => ready && /turns|takes/.test(standing));
    // What takes the stage has it until the facilitator turns to something else.
    const taking = turns.filter(({ standing }) => standing === "takes").pop();
    const wanted = turns.find(({ name }) => name === chosen) ?? taking ?? turns[0];
    turn = wanted?.part ?? null;
    return turns;
  }

  function arrange() {
    const parts = listParts();
    const turns = listTurns(parts);
    const staying = parts.find(({ standing }) => standing === "stays")?.part;
    const leading = parts.find(({ standing, ready }) => standing === "leads" && ready)?.part;
    const filling = parts.find(({ standing }) => standing === "fills");
    const others = parts.filter(({ standing }) => !/leads|fills/.test(standing));
    const waiting = others.find(({ hidden }) => !hidden) ?? others[0] ?? filling;
    const filler = filling?.ready ? filling.part : null;
    const beside = leading ?? turn ?? filler ?? (staying ? null : waiting?.part);
    for (const { part } of parts) {
      part.classList.toggle("offstage", part !== staying && part !== beside);
      part.classList.toggle("beside", part === beside && Boolean(staying));
      part.classList.add("onstage");
    }
    main.classList.toggle("shared", Boolean(staying && beside));
    main.classList.toggle("pictured", Boolean(turn));
    if (!isScreen) drawTurner(others[0]?.part, turns);
  }

  /**
   * @param {HTMLElement | undefined} first The turner stands before it.
   * @param {Placed[]} turns
   */
  function drawTurner(first, turns) {
    if (first && first.previousElementSibling !== turner) first.before(turner);
    const place = turns.findIndex(({ part }) => part === turn);
    const words = turn ? `${place + 1} of ${turns.length}: ${turns[place].name}` : "";
    turner.hidden = turns.length < 2;
    // What stays as it is is not read aloud again.
    if (told.textContent !== words) told.textContent = words;
  }

  /** @param {number} by */
  function step(by) {
    const turns = listTurns(listParts());
    const next = turns[turns.findIndex(({ part }) => part === turn) + by];
    if (!next) return;
    chosen = next.name;
    if (!isScreen) document.dispatchEvent(new CustomEvent("kit-turned", { detail: chosen }));
    arrange();
  }

  /**
   * @param {string} sign
   * @param {string} name
   * @param {number} by
   */
  function makeButton(sign, name, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => step(by));
    return button;
  }

  document.addEventListener("kit-chosen", (event) => {
    chosen = event.detail;
    arrange();
  });

  document.addEventListener("keydown", (event) => {
    const by = keys[event.key];
    const busy = /** @type {Partial<Element>} */ (event.target).closest?.(
      "input, textarea, select, [role=radiogroup], [role=listbox], li, dialog",
    );
    if (!by || busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!isScreen && event.key.startsWith("Page")) return;
    event.preventDefault();
    step(by);
  });

  main.addEventListener("kit-picture", ({ target, detail }) => {
    if (detail) pictures.set(target, detail);
    else pictures.delete(target);
    arrange();
  });
}
