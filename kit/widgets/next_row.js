import { describeRow, nameAct, nameButton, readTime } from "./shared/acts.js";
import { keepTime } from "./shared/clock.js";
import { follow, make, write } from "./shared/field.js";
import { goesShort } from "./shared/plan.js";
import { _ } from "./shared/words.js";

/** @typedef {import("./shared/plan.js").Action} Action */
/** @typedef {import("./shared/plan.js").Sheet} Sheet */
/** @typedef {import("./shared/plan.js").SheetRow} SheetRow */

/**
 * @typedef {object} Traits As `next_row.py` describes them.
 * @property {number | null} minutes
 * @property {import("./shared/types.js").Phase} phase
 * @property {boolean} turns
 * @property {number} ends_at
 * @property {boolean} shown
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("section", "kit kit-next-row");
  const words = make("p", "kit-words");
  const buttons = make("div", "kit-acts");
  root.setAttribute("aria-label", _("Run-sheet, now and next"));
  root.append(words, buttons);
  el.append(root);

  /** @type {Sheet | null} */
  let sheet = null;
  let talks = false;
  /** @type {Set<string>} What has been done in the rows of this phase, by row and action. */
  const done = new Set();

  /** @param {SheetRow} row */
  const isShort = (row) =>
    sheet !== null && row.short !== null && goesShort(sheet, model.get("minutes"));

  /**
   * What can be done now of what a row names.
   * @param {SheetRow} row
   */
  function listOpen(row) {
    return row.actions.filter((action) => {
      if (done.has(nameAct(row, action))) return false;
      // A result can be turned to once it is there, and one talk is on at a time.
      if (action.do === "turn") return model.get("turns");
      return action.do !== "talk" || !talks;
    });
  }

  function draw() {
    // What the run-sheet has for a result is nothing to do where that was left unseen.
    const unseen = model.get("phase") === "revealed" && !model.get("turns");
    const now = unseen ? null : (sheet?.now ?? null);
    const next = sheet?.next ?? null;
    const row = now && listOpen(now).length ? now : next;
    root.hidden = !model.get("shown") || !row;
    if (!row) return;
    write(words, describeRow(row, row === now, isShort(row)));
    const here = document.activeElement;
    const held = here instanceof HTMLElement && buttons.contains(here);
    // A picture of a row to come belongs to a result that stands later.
    const open = listOpen(row).filter((action) => row === now || action.do !== "turn");
    buttons.replaceChildren(...open.map((action) => makeButton(row, action)));
    buttons.hidden = open.length === 0;
    if (held) buttons.querySelector("button")?.focus();
  }

  /**
   * @param {SheetRow} row
   * @param {Action} action
   */
  function makeButton(row, action) {
    const label = nameButton(action, isShort(row));
    const button = make("button", "kit-press", label);
    button.type = "button";
    button.addEventListener("click", () => act(row, action));
    return button;
  }

  /**
   * @param {SheetRow} row
   * @param {Action} action
   */
  function act(row, action) {
    const ahead = row === sheet?.next;
    done.add(nameAct(row, action));
    if (action.do === "turn") {
      document.dispatchEvent(new CustomEvent("kit-turn", { detail: action.picture ?? "" }));
    } else if (action.do === "talk") {
      const [turns, seconds] = readTime(action, isShort(row));
      model.send({ do: "talk", turns, seconds });
    } else {
      model.send({ do: action.do });
    }
    // The run-sheet's own script marks the row, and tells of it.
    if (ahead) document.dispatchEvent(new CustomEvent("kit-row", { detail: null }));
    draw();
  }

  /** @param {CustomEvent<Sheet>} event */
  function hear({ detail }) {
    sheet = detail;
    draw();
  }

  /** In another phase the same words are another thing to do. */
  function begin() {
    done.clear();
    draw();
  }

  /** @param {number | null} left Of a talk, in seconds. */
  function tick(left) {
    if (talks === (left ?? 0) > 0) return;
    talks = !talks;
    draw();
  }

  document.addEventListener("kit-sheet", hear);
  document.dispatchEvent(new CustomEvent("kit-ask-sheet", { detail: null }));
  draw();
  const stop = [
    follow(model, ["minutes", "turns", "shown"], draw),
    follow(model, ["phase"], begin),
    keepTime(model, tick),
  ];
  return () => {
    document.removeEventListener("kit-sheet", hear);
    for (const end of stop) end();
    root.remove();
  };
}

export default { render };
