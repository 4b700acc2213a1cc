/**
 * The stage: one picture at a time, and one that stays beside it. The facilitator's page shows the same
 * small. Pictures tell of themselves by the event "kit-picture" (`kit/widgets/shared/stage.js`), and
 * `showing.js` says which of them is shown.
 *
 * Arrow keys turn from page to page and from picture to picture. The facilitator's choice is kept in
 * the store and reaches every page; keys pressed on a screen turn that screen alone, until the
 * facilitator turns again. What is for the facilitator alone is turned to without any other page.
 */

import { _ } from "../../widgets/shared/words.js";
import {
  describeAudience,
  describePlace,
  describeWaiting,
  findNext,
  findShown,
  keepsWords,
  listPages,
  listTurns,
  nameChoice,
} from "./showing.js";

/** @typedef {import("../../widgets/shared/types.js").Picture} Picture */
/** @typedef {import("../../widgets/shared/types.js").Phase} Phase */
/** @typedef {{element: HTMLElement, part: HTMLElement, own: boolean, hidden: boolean}} Place */
/** @typedef {Picture & Place} Placed A picture, and the part of the page that holds it. */

/**
 * @param {HTMLElement} main
 * @param {boolean} isScreen
 */
export function startStage(main, isScreen) {
  /** @type {Record<string, number>} */
  const keys = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  const stage = isScreen ? main : /** @type {HTMLElement} */ (main.querySelector(".stage"));
  const parts = /** @type {HTMLElement[]} */ ([...main.querySelectorAll(".part")]);
  /** @type {Map<HTMLElement, Picture>} What pictures have told last, by their elements. */
  const pictures = new Map();
  /** @type {Map<HTMLElement, number>} The pages that pictures have been told to show. */
  const pages = new Map();
  /** @type {Phase} Where the round stands. */
  let phase = "";
  let chosen = ""; // how showing.js names it
  /** @type {{element: HTMLElement, page: number} | null} What the facilitator alone looks at. */
  let own = null;

  const turner = document.createElement("div");
  const told = document.createElement("span");
  const place = document.createElement("span");
  const title = document.createElement("span");
  turner.className = "turner";
  turner.hidden = true;
  turner.setAttribute("role", "group");
  turner.setAttribute("aria-label", _("Pictures on the screen"));
  told.setAttribute("role", "status");
  title.className = "unseen";
  told.append(place, title);
  const before = makeButton("‹", _("Picture before"), -1);
  const after = makeButton("›", _("Picture after"), 1);
  turner.append(before, told, after);
  if (!isScreen) main.querySelector(".seen")?.append(turner);

  /** @returns {Placed[]} Parts that hold a picture, the first of each, in the notebook's order. */
  function listParts() {
    return parts.flatMap((part) => {
      const held = [...pictures].find(([element]) => part.contains(element));
      if (!held) return [];
      const { classList } = part;
      const alone = classList.contains("facilitator") && !classList.contains("screen");
      const [element, picture] = held;
      return [{ ...picture, element, part, own: alone, hidden: Boolean(element.hidden) }];
    });
  }

  /**
   * @param {Placed[]} turns
   * @param {boolean} worded The words keep their place.
   * @returns {import("./showing.js").Shown<Placed> | null}
   */
  function find(turns, worded) {
    if (phase === "done") return null;
    const looked = turns.find(({ element }) => element === own?.element);
    if (looked && own) return { picture: looked, page: own.page };
    // Where the room sees none, the facilitator may look at one all the same.
    const first = turns.find(({ standing }) => standing !== "waits");
    const looking = isScreen || worded || !first ? null : { picture: first, page: 0 };
    return findShown(turns, chosen, worded) ?? looking;
  }

  function arrange() {
    const placed = listParts();
    const turns = listTurns(placed);
    const worded = keepsWords(placed, phase, isScreen);
    const shown = find(turns, worded);
    const alone = findAlone(placed)?.part;
    const over = phase === "done";
    const shared = placed.filter((each) => !each.own && !over);
    const stays = alone ? undefined : shared.find(({ standing }) => standing === "stays");
    const staying = stays?.part;
    const leading =
      alone ?? placed.find(({ standing, ready }) => standing === "leads" && ready)?.part;
    const filling = placed.find(({ standing }) => standing === "fills");
    const others = shared.filter(({ standing }) => !/leads|alone|fills|waits/.test(standing));
    const waiting = others.find(({ hidden }) => !hidden) ?? others[0] ?? filling;
    const filler = filling?.ready ? filling.part : null;
    const beside = leading ?? shown?.picture.part ?? filler ?? (staying ? null : waiting?.part);
    for (const { part } of placed) {
      part.classList.toggle("offstage", part !== staying && part !== beside);
      part.classList.toggle("beside", part === beside && Boolean(staying));
      part.classList.add("onstage");
    }
    stage.classList.toggle("shared", Boolean(staying && beside));
    stage.classList.toggle("pictured", Boolean(shown));
    if (shown) turnPage(shown.picture.element, shown.page);
    if (!isScreen) tellShown(shown);
    const turned = leading || over ? [] : turns;
    if (!isScreen) drawTurner(turned, leading ? null : shown, Boolean(stays?.ready), worded);
  }

  /** @param {Placed[]} placed */
  const findAlone = (placed) => placed.find(({ standing, ready }) => standing === "alone" && ready);

  /** @param {import("./showing.js").Shown<Placed> | null} shown */
  function tellShown(shown) {
    const tells = shown?.picture.tells ?? [];
    const detail = tells[Math.min(shown?.page ?? 0, tells.length - 1)] ?? [];
    document.dispatchEvent(new CustomEvent("kit-shown", { detail }));
  }

  /**
   * @param {HTMLElement} element
   * @param {number} page
   */
  function turnPage(element, page) {
    if ((pages.get(element) ?? 0) === page) return;
    pages.set(element, page);
    element.dispatchEvent(new CustomEvent("kit-page", { detail: page }));
  }

  /**
   * @param {Placed[]} turns
   * @param {import("./showing.js").Shown<Placed> | null} shown
   * @param {boolean} stays Whether something stays there that has a result.
   * @param {boolean} worded
   */
  function drawTurner(turns, shown, stays, worded) {
    const line = shown ? describePlace(turns, shown, phase) : describeRest(turns, stays);
    const name = shown ? _(": {picture}", { picture: shown.picture.name }) : "";
    turner.hidden = !shown && !stays && !turns.length;
    // Where what is shown was chosen, and nothing else would be, the way back leads to the words.
    const back = shown ? !findShown(turns, "", worded) : false;
    const alone = listPages(turns).length < 2;
    before.hidden = !shown || (alone && !back);
    after.hidden = alone && Boolean(shown || !turns.length);
    // What stays as it is is not read aloud again.
    if (place.textContent !== line) place.textContent = line;
    if (title.textContent !== name) title.textContent = name;
  }

  /**
   * @param {Placed[]} turns
   * @param {boolean} stays
   */
  function describeRest(turns, stays) {
    if (!stays && turns.length) return describeWaiting(turns);
    return describeAudience({ own: false, standing: "stays" }, phase);
  }

  /** @param {number} by */
  function step(by) {
    const placed = listParts();
    if (findAlone(placed)) return; // nobody would see what they turn to
    const turns = listTurns(placed);
    const worded = keepsWords(placed, phase, isScreen);
    const now = find(turns, worded);
    const next = findNext(turns, now, by);
    if (next) choose(next);
    else if (now && by < 0 && !findShown(turns, "", worded)) choose(null);
  }

  /** @param {import("./showing.js").Shown<Placed> | null} next Null for none of them. */
  function choose(next) {
    own = next?.picture.own ? { element: next.picture.element, page: next.page } : null;
    if (!own) {
      chosen = next ? nameChoice(next) : "";
      if (!isScreen) document.dispatchEvent(new CustomEvent("kit-turned", { detail: chosen }));
    }
    arrange();
  }

  // A picture on the facilitator's page, where something in it was pressed, says which of its pages it wants.
  main.addEventListener("kit-want", ({ target, detail }) => {
    const picture = listTurns(listParts()).find(({ element }) => element === target);
    if (picture) choose({ picture, page: detail });
  });

  document.addEventListener("kit-turn", ({ detail }) => {
    const picture = listTurns(listParts()).find(({ name }) => name.startsWith(detail));
    if (picture) choose({ picture, page: 0 });
  });

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

  /**
   * On the facilitator's page pictures lie in the small stage, all else below it, and the list of what can
   * be done with a picture's cards among the desks.
   * @param {HTMLElement} element
   */
  function bring(element) {
    const desk = isScreen ? null : element.querySelector(":scope > .kit-card-desk");
    if (desk) main.parentElement?.querySelector('[data-slot="kit-desks"]')?.append(desk);
    const part = parts.find((each) => each.contains(element));
    if (isScreen || !part || stage.contains(part)) return;
    const later = parts.slice(parts.indexOf(part) + 1).find((each) => stage.contains(each));
    stage.insertBefore(part, later ?? null);
  }

  document.addEventListener("kit-chosen", ({ detail }) => {
    chosen = detail;
    own = null;
    arrange();
  });

  document.addEventListener("kit-phase", ({ detail }) => {
    if (detail !== phase) own = null;
    phase = detail;
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
    if (detail) {
      pictures.set(target, detail);
      bring(target);
    } else {
      pictures.delete(target);
      pages.delete(target);
    }
    arrange();
  });
}
