import { makeDesk } from "./shared/desk.js";
import { follow, make, makeId, write } from "./shared/field.js";
import { appear } from "./shared/motion.js";
import { makeWall } from "./shared/wall.js";
import { _, formatNumber } from "./shared/words.js";

/**
 * @typedef {object} Card
 * @property {string} id
 * @property {string} what
 * @property {string} by
 * @property {string} notice
 * @property {string} owner
 * @property {State | ""} state
 */
/** @typedef {{act: string, label: string}} Act */
/** @typedef {"kept" | "changed" | "dropped" | "open"} State */
/** @typedef {{label: string} & Record<State, number>} Session How many cards are in each state. */

const LARGEST = 4;
const NARROWEST = 13;
/** @type {Record<State, string>} */
const STATES = {
  kept: _("Kept"),
  changed: _("Changed"),
  dropped: _("Dropped"),
  open: _("Not told yet"),
};
/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "cards", "acts", "sessions", "message", "note", "speaks", "warning"];

/**
 * @typedef {object} Own As `commitment_board.py` describes them.
 * @property {string} title
 * @property {Card[]} cards
 * @property {Act[]} acts
 * @property {Session[]} sessions
 * @property {boolean} speaks
 * @property {string} warning
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const wall = makeWall(el, "kit-commitment-board", "kit-cards", keepWithin, "takes");
  const note = make("p", "kit-note");
  const warning = make("p", "kit-warning");
  const table = make("table", "kit-sessions");
  const words = make("div");
  warning.setAttribute("role", "alert");
  words.append(wall.title, note);
  wall.head.prepend(words, table);
  wall.list.after(warning);
  const desk = makeDesk(wall.root);

  /**
   * The cards on the board: those that were there first, then the ones that came.
   * @type {Map<string, import("./shared/desk.js").Handled & {draw: (card: Card) => void}>}
   */
  const lines = new Map();
  let drawn = false;

  /** @param {Card} card */
  function makeLine(card) {
    const line = make("li", "kit-card-line");
    const what = make("p", "kit-what", card.what);
    what.dir = "auto";
    const state = make("b", "kit-state");
    what.id = makeId();
    const terms = make(
      "p",
      "kit-terms",
      _(", {when}; {who} will notice ", { when: card.by, who: card.notice }),
    );
    terms.prepend(make("bdi", "kit-owner", card.owner));
    terms.append(state);
    line.append(what, terms);
    const buttons = model.get("acts").map(({ act, label }) => {
      const button = make("button", "kit-press", label);
      button.type = "button";
      button.setAttribute("aria-describedby", what.id);
      button.addEventListener("click", () => {
        const undone = button.getAttribute("aria-pressed") === "true";
        model.send({ id: card.id, act: undone ? "open" : act });
      });
      return { act, button };
    });
    const handled = desk.make(
      line,
      _("{name}: {told}", { name: card.owner, told: card.what }),
      buttons.map(({ button }) => button),
    );

    /** @param {Card} now */
    function draw(now) {
      line.dataset.state = now.state;
      const marks = buttons.some(({ act }) => act in STATES);
      // Where a pressed button says it, it is not said twice.
      write(
        state,
        marks || now.state === "open" ? "" : (STATES[/** @type {State} */ (now.state)] ?? ""),
      );
      for (const { act, button } of buttons) {
        if (act in STATES) button.setAttribute("aria-pressed", String(act === now.state));
      }
    }

    return { ...handled, draw };
  }

  function draw() {
    const cards = model.get("cards");
    const there = new Set(cards.map(({ id }) => id));
    wall.draw(model.get("title"), cards.length ? "" : model.get("message"), cards.length);
    write(note, model.get("note"));
    write(warning, model.get("warning"));
    for (const [id, { line }] of lines) {
      if (there.has(id)) continue;
      line.remove();
      lines.delete(id);
    }
    for (const card of cards) {
      if (!lines.has(card.id)) {
        const made = makeLine(card);
        lines.set(card.id, made);
        wall.list.append(made.line);
        if (drawn) appear(made.line);
      }
      lines.get(card.id)?.draw(card);
    }
    fillSessions(table, model.get("sessions"));
    drawn = true;
    keepWithin();
  }

  function keepWithin() {
    // What has been told comes after what has not; otherwise as they came.
    const isTold = (/** @type {HTMLElement} */ line) =>
      Number(/^[kcd]/.test(line.dataset.state ?? ""));
    desk.place(model.get("title"), [...lines.values()]);
    const items = [...lines.values()].map(({ line }) => line);
    items.sort((one, other) => isTold(one) - isTold(other));
    wall.showColumns(items, LARGEST, NARROWEST, items.length > 0 || model.get("speaks"));
  }

  draw();
  const stop = follow(model, TRAITS, draw);
  return () => {
    stop();
    wall.stop();
    desk.remove();
  };
}

/**
 * What became of the cards, session by session: a bar, and its numbers in the same row.
 *
 * @param {HTMLElement} table
 * @param {Session[]} sessions
 */
function fillSessions(table, sessions) {
  const names = /** @type {State[]} */ (Object.keys(STATES));
  const [head, body] = [make("thead"), make("tbody")];
  const titles = make("tr");
  const labels = [_("Session"), "", ...names.map((name) => STATES[name])];
  titles.append(...labels.map((label) => makeCell("th", label, "col")));
  titles.children[1].setAttribute("aria-hidden", "true");
  head.append(titles);
  for (const session of sessions) {
    const row = make("tr");
    const bar = makeCell("td", "");
    bar.setAttribute("aria-hidden", "true");
    const strip = make("span", "kit-strip");
    const all = names.reduce((sum, name) => sum + session[name], 0);
    for (const name of names) {
      if (!session[name]) continue;
      const part = make("i", `kit-${name}`);
      part.style.width = `${(100 * session[name]) / all}%`;
      strip.append(part);
    }
    bar.append(strip);
    const numbers = names.map((name) => makeCell("td", formatNumber(session[name])));
    numbers[0].textContent = _("{kept} of {all} kept", { kept: session.kept, all });
    row.append(makeCell("th", session.label, "row"), bar, ...numbers);
    body.append(row);
  }
  table.hidden = sessions.length === 0;
  table.setAttribute("aria-label", _("What became of our commitments"));
  table.replaceChildren(head, body);
}

/**
 * @param {"td" | "th"} tag
 * @param {string} text
 * @param {string} [scope]
 */
function makeCell(tag, text, scope = "") {
  const cell = make(tag, "", text);
  if (scope) cell.scope = scope;
  return cell;
}

export default { render };
