import { follow, make, makeId, write } from "./shared/field.js";
import { _ } from "./shared/words.js";

/** @typedef {{id: number | string, text: string, shown: boolean, by?: string}} Item */
/** @typedef {{row: HTMLElement, draw: (item: Item) => void, buttons: HTMLButtonElement[]}} Row */

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * @typedef {object} Traits As `text_desk.py` describes them.
 * @property {string} title
 * @property {string} note
 * @property {Item[]} items
 * @property {boolean} removes
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("details", "kit kit-text-desk");
  const summary = make("summary");
  const title = make("span", "kit-title");
  const state = make("span", "kit-state");
  const note = make("p", "kit-note");
  const all = make("div", "kit-all");
  const showAll = makeButton(_("Show all"), () => decide(listItems(false), true));
  const hideAll = makeButton(_("Hide all"), () => decide(listItems(true), false));
  const list = make("ul", "kit-rows");
  root.open = true;
  summary.append(title, state);
  all.append(showAll, hideAll);
  root.append(summary, note, all, list);
  el.append(root);

  /** @type {Map<number | string, Row>} By the ids of their sentences. */
  let rows = new Map();

  /** @param {boolean} shown */
  function listItems(shown) {
    return model.get("items").filter((item) => item.shown === shown);
  }

  /**
   * @param {Item[]} items
   * @param {boolean} shown
   */
  function decide(items, shown) {
    if (items.length) model.send({ ids: items.map(({ id }) => id), shown });
  }

  /** @param {Item} first */
  function makeRow(first) {
    const row = make("li", "kit-row");
    const said = make("div");
    const words = make("p", "kit-words", first.text);
    const by = make("p", "kit-by");
    let item = first;
    const button = makeButton("", () => decide([item], !item.shown));
    const away = makeButton(_("Take away"), () => model.send({ ids: [item.id], away: true }));
    const buttons = model.get("removes") ? [button, away] : [button];
    const acts = make("div", "kit-acts");
    words.id = makeId();
    words.dir = "auto";
    row.tabIndex = -1;
    for (const each of buttons) each.setAttribute("aria-describedby", words.id);
    acts.append(...buttons);
    by.dir = "auto";
    said.append(words, by);
    row.append(said, acts);

    /** @param {Item} now */
    function draw(now) {
      item = now;
      if (words.textContent !== item.text) words.textContent = item.text;
      write(by, item.by ?? "");
      row.classList.toggle("kit-shown", item.shown);
      button.textContent = item.shown ? _("Hide") : _("Show");
    }

    return { row, draw, buttons };
  }

  function listButtons() {
    return [...rows.values()].flatMap(({ buttons }) => buttons);
  }

  /**
   * One stop for the tab key: the button that was used last.
   * @param {HTMLButtonElement | undefined} chosen
   */
  function setStop(chosen) {
    const buttons = listButtons();
    const stop = chosen ?? buttons.find((button) => button.tabIndex === 0) ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const buttons = listButtons();
    const place = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    /** @type {Record<string, number>} */
    const ends = { Home: 0, End: buttons.length - 1 };
    const next = ends[event.key] ?? place + (STEPS[event.key] ?? 0);
    if (place < 0 || next === place || !buttons[next]) return;
    event.preventDefault();
    buttons[next].focus();
  }

  function draw() {
    const items = model.get("items");
    const shown = items.filter((item) => item.shown).length;
    root.hidden = items.length === 0 && !model.get("note");
    write(title, model.get("title"));
    write(state, items.length ? _("{shown} of {n} shown", { shown, n: items.length }) : "");
    write(note, model.get("note"));
    all.hidden = items.length === 0;
    showAll.disabled = shown === items.length;
    hideAll.disabled = shown === 0;
    arrange(items);
    for (const item of items) rows.get(item.id)?.draw(item);
    setStop(undefined);
  }

  /**
   * Put rows in the order of their items. None that stays is taken out: it may have the focus.
   * @param {Item[]} items
   */
  function arrange(items) {
    const held = [...list.children].findIndex((row) => row.contains(document.activeElement));
    rows = new Map(items.map((item) => [item.id, rows.get(item.id) ?? makeRow(item)]));
    const wanted = [...rows.values()].map(({ row }) => row);
    const there = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const row of there) if (!wanted.includes(row)) row.remove();
    wanted.forEach((row, at) => {
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
    });
    if (held < 0 || list.contains(document.activeElement)) return;
    // Its row is gone: go on with the next one, on which a second press does nothing.
    const next = [...rows.values()][Math.min(held, rows.size - 1)];
    if (next) {
      setStop(next.buttons[0]);
      next.row.focus();
    } else summary.focus();
  }

  list.addEventListener("keydown", move);
  list.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLButtonElement) setStop(event.target);
  });
  draw();
  const stop = follow(model, ["title", "note", "items"], draw);
  return () => {
    stop();
    root.remove();
  };
}

/**
 * @param {string} text
 * @param {() => void} press
 */
function makeButton(text, press) {
  const button = make("button", "kit-press", text);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

export default { render };
