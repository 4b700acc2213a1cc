import { getTime } from "./shared/clock.js";
import { follow, make, write } from "./shared/field.js";
import { describePlan } from "./shared/plan.js";
import { _ } from "./shared/words.js";

/** @typedef {import("./shared/plan.js").Item} Item */

const MINUTE = 60_000;
const STATES = { done: _("played"), now: _("now"), passed: _("left out"), ahead: "" };
const BREAK_STATES = { ...STATES, done: _("taken"), passed: _("skipped") };

/** @param {Item} item */
function describeState({ kind, state, spent, droppable }) {
  if (kind === "slack") return state === "done" ? "" : _("spare time");
  const words = kind === "break" ? BREAK_STATES[state] : STATES[state];
  const told = words || (droppable ? _("can be left out") : "");
  return spent ? _("{told}, {spent} min", { told, spent }) : told;
}

/**
 * @typedef {object} Traits As `agenda_list.py` describes them.
 * @property {Item[]} items
 * @property {number} began_at
 * @property {number | null} behind
 * @property {string} address
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("nav", "kit kit-agenda-list");
  const head = make("div", "kit-head");
  const change = makeButton(_("Change"), "", turn);
  const delay = make("p", "kit-delay");
  const list = make("ol", "kit-items");
  const links = make("p", "kit-links");
  root.setAttribute("aria-label", _("Agenda"));
  change.setAttribute("aria-pressed", "false");
  change.setAttribute("aria-label", _("Change the agenda"));
  head.append(make("h2", "kit-title", _("Agenda")), change);
  root.append(head, delay, list, links);
  el.append(root);

  function turn() {
    const on = root.dataset.changing !== "true";
    root.dataset.changing = String(on);
    change.setAttribute("aria-pressed", String(on));
    change.textContent = on ? _("Done") : _("Change");
    change.setAttribute("aria-label", on ? _("Done changing the agenda") : _("Change the agenda"));
    drawItems();
  }

  /** @param {Item} item */
  function makeItem(item) {
    const row = make("li", "kit-item");
    const words = make("span", "kit-name", item.title);
    words.dir = "auto";
    const state = make("span", "kit-state", describeState(item));
    const time = item.minutes === null ? "" : _("{minutes} min", { minutes: item.minutes });
    row.dataset.state = item.state;
    row.dataset.kind = item.kind;
    if (item.state === "now") row.setAttribute("aria-current", "step");
    row.append(words, state, make("span", "kit-time", time));
    if (root.dataset.changing === "true") row.append(makeTools(item));
    return row;
  }

  /** @param {Item} item */
  function makeTools(item) {
    const tools = make("span", "kit-tools");
    const { place, title, state, kind } = item;
    const items = model.get("items");
    if (state === "ahead") {
      const first = /** @type {Item} */ (items.find((each) => each.state === "ahead")).place;
      const earlier = makeButton("\u2191", _("Earlier: {title}", { title }), () => move(place, -1));
      const later = makeButton("\u2193", _("Later: {title}", { title }), () => move(place, 1));
      earlier.disabled = place === first;
      later.disabled = place === items.length - 1;
      tools.append(earlier, later);
    }
    if (state !== "now" && kind !== "slack")
      tools.append(
        makeButton(_("Go"), _("Go to {title}", { title }), () => model.send({ go: place, title })),
      );
    return tools;
  }

  /**
   * @param {number} place
   * @param {number} by
   */
  function move(place, by) {
    const { title } = model.get("items")[place];
    wanted = by < 0 ? _("Earlier: {title}", { title }) : _("Later: {title}", { title });
    model.send({ move: place, by, title });
  }

  /** @type {import("./shared/plan.js").Sheet | null} What the run-sheet on the page tells. */
  let sheet = null;

  /** The button that was pressed last: it moves with its exercise, and the focus with it. */
  let wanted = "";

  function drawItems() {
    const items = model.get("items");
    list.replaceChildren(...items.map(makeItem));
    root.hidden = items.length === 0;
    if (!wanted) return;
    const pressed = [...list.querySelectorAll("button")].find(
      (button) => button.getAttribute("aria-label") === wanted,
    );
    if (pressed && !pressed.disabled) pressed.focus();
    else {
      /** @type {HTMLButtonElement | null | undefined} */ (
        pressed?.parentElement?.querySelector("button:not(:disabled)")
      )?.focus();
    }
    wanted = "";
  }

  function drawDelay() {
    const began = model.get("began_at");
    const elapsed = began ? Math.floor(((getTime() - began) * 1000) / MINUTE) : 0;
    const [items, behind] = [model.get("items"), model.get("behind")];
    write(delay, describePlan({ items, behind, elapsed, sheet }));
  }

  /** @param {CustomEvent<import("./shared/plan.js").Sheet>} event */
  function hearSheet({ detail }) {
    sheet = detail;
    drawDelay();
  }

  function drawLinks() {
    const address = model.get("address");
    /** @type {[string, string, boolean][]} Words, address, and whether it opens beside the dashboard, which stays. */
    const targets = address
      ? [
          [_("All sessions"), address.slice(0, address.lastIndexOf("/")), false],
          [_("For the leader"), `${address}/leader`, true],
          [_("Print-outs"), `${address}/print`, true],
          [_("Report"), `${address}/report`, true],
          [_("End the session"), `${address}/end`, false],
        ]
      : [];
    links.replaceChildren(
      ...targets.map(([words, target, aside]) => {
        const link = make("a", "", words);
        link.href = target;
        if (aside) link.target = "_blank";
        return link;
      }),
    );
  }

  drawItems();
  drawDelay();
  drawLinks();
  document.addEventListener("kit-sheet", hearSheet);
  const ticking = setInterval(drawDelay, MINUTE / 4);
  const stop = [
    follow(model, ["items"], drawItems),
    follow(model, ["items", "began_at", "behind"], drawDelay),
    follow(model, ["address"], drawLinks),
  ];
  return () => {
    clearInterval(ticking);
    document.removeEventListener("kit-sheet", hearSheet);
    for (const end of stop) end();
    root.remove();
  };
}

/**
 * @param {string} text
 * @param {string} label What it says where the text alone says too little; "" where it does not.
 * @param {() => void} press
 */
function makeButton(text, label, press) {
  const button = make("button", "kit-press", text);
  button.type = "button";
  if (label) button.setAttribute("aria-label", label);
  button.addEventListener("click", press);
  return button;
}

export default { render };
