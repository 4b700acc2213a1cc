/**
 * The run-sheet: marks the row of its table that is now, and puts what is said then on top.
 *
 * The marker follows the phase: pressing a button goes to the row that names it. From there the minutes
 * go on by themselves, up to the row of the next button; two small buttons move it by hand.
 */

import { _, joinItems } from "../../widgets/shared/words.js";
import { findCue, listBlocks } from "./cue.js";
import { findRow, findStretch, isLeaders, listActions, listAhead, ORDER } from "./marker.js";

/** @typedef {import("../../widgets/shared/types.js").Phase} Phase */

/**
 * @typedef {object} Told What a line looks like, and what it is called.
 * @property {HTMLTableRowElement} row
 * @property {string} range
 * @property {string} name
 */

/** @typedef {import("./marker.js").Row & import("./marker.js").Span & Told} Line */

/**
 * @typedef {object} Mark Where the marker was set last.
 * @property {Phase} phase In which it was set.
 * @property {number} from The run-sheet's minute at that time.
 * @property {number} since When that was, in milliseconds since the epoch; 0 while no clock runs.
 * @property {boolean} byHand
 */

const RANGE = /^(\d+)\s*[-\u2013\u2014]\s*(\d+)/;
const TICK = 5000; // milliseconds
const MINUTE = 60000;

export function startSheet() {
  const sheet = /** @type {HTMLElement} */ (document.querySelector(".sheet"));
  const say = document.getElementById("say");
  const head = document.getElementById("say-head");
  const where = document.getElementById("say-where");
  const words = document.getElementById("say-words");
  const then = document.getElementById("say-then");
  const minute = document.getElementById("minute");
  const clock = document.getElementById("clock");
  const moves = [document.getElementById("row-before"), document.getElementById("row-after")];
  /** @type {Record<string, Phase>} What the large button says, and the phase it leads to. */
  const buttons = JSON.parse(/** @type {string} */ (sheet.dataset.buttons));
  /** @type {string[]} What it says for each part of the exercise. */
  const parts = JSON.parse(/** @type {string} */ (sheet.dataset.parts));
  /** @type {Record<string, import("../../widgets/shared/plan.js").Action>} What other bold words do. */
  const acts = JSON.parse(/** @type {string} */ (sheet.dataset.actions));
  const all = listLines();
  let lines = all; // those of today
  const opens = findWord("leader"); // what the large button says where the leader's phase begins,
  const opensAfter = findWord("open"); // and where it is over
  let key = "";
  let began = 0;
  /** @type {Mark} */
  let mark = { phase: "", from: 0, since: 0, byHand: false };
  let drawn = "";
  let part = 0;
  let withheld = "";
  let unseen = false;
  let leaderless = false;
  /** @type {string[]} The questions that the form has left out. */
  let leftOut = [];
  let toldAt = -1; // the row at which the rows ahead were told last
  /** @type {Phase} */
  let toldIn = "";

  say.hidden = lines.length === 0;

  /** @param {Phase} phase */
  function findWord(phase) {
    return Object.keys(buttons).find((word) => buttons[word] === phase) ?? "";
  }

  /** @param {Element} element */
  function listBold(element) {
    return [...element.querySelectorAll("strong")].map((each) => each.textContent.trim());
  }

  /**
   * Bold words in the order in which they stand, an arrow with the slanted words behind it.
   * @param {Element} element
   */
  function listTurns(element) {
    return [...element.querySelectorAll("strong")].map((each) => {
      const after = each.nextElementSibling;
      const turn = /^[\u2190\u2192]$/.test(each.textContent.trim()) && after?.tagName === "EM";
      return { words: each.textContent.trim(), picture: turn ? after.textContent.trim() : "" };
    });
  }

  /** @param {Element} element */
  function findLeads(element) {
    return listBold(element).flatMap((word) =>
      buttons[word] ? [ORDER.indexOf(buttons[word])] : [],
    );
  }

  /** @param {Element} element */
  function isMark({ textContent }) {
    return textContent.trim().toLowerCase() === _("can be left out").toLowerCase(); // in italics, anywhere in a row
  }

  /**
   * The words of a cell without the mark that its row can be left out.
   * @param {HTMLTableCellElement} cell
   */
  function readName(cell) {
    const copy = /** @type {Element} */ (cell.cloneNode(true));
    for (const each of copy.querySelectorAll("em")) if (isMark(each)) each.remove();
    return copy.textContent.trim().replace(/\s*[,;:]$/, "");
  }

  /** Rows of the first table that names minutes or buttons. */
  function listLines() {
    const tables = /** @type {HTMLTableElement[]} */ ([...sheet.querySelectorAll("section table")]);
    for (const table of tables) {
      const found = [...table.rows].flatMap((row) => {
        const range = RANGE.exec(row.cells[0].textContent.trim());
        const leads = findLeads(row);
        for (const cell of row.cells)
          cell.classList.toggle("range", RANGE.test(cell.textContent.trim()));
        if (!range && !leads.length) return [];
        const later = [...row.cells].slice(1);
        const short = later.map((cell) => RANGE.exec(cell.textContent.trim())).find(Boolean);
        const name = later
          .filter(({ classList }) => !classList.contains("range"))
          .map(readName)
          .find(Boolean);
        /** @type {Line} */
        const line = {
          row,
          leads,
          begins: Math.max(0, ...listBold(row).map((word) => parts.indexOf(word))),
          from: range ? Number(range[1]) : Number.NaN,
          until: range ? Number(range[2]) : Number.NaN,
          short: short ? [Number(short[1]), Number(short[2])] : null,
          droppable: [...row.querySelectorAll("em")].some(isMark),
          actions: listActions(listTurns(row), acts),
          presses: listBold(row).find((word) => buttons[word]) ?? "",
          range: range ? `${range[1]}\u2013${range[2]}` : "",
          name: name ?? "",
        };
        return [line];
      });
      if (found.length) return found;
    }
    return [];
  }

  /** @param {number} now Milliseconds since the epoch. */
  const getMinute = (now) => mark.from + (mark.since ? (now - mark.since) / MINUTE : 0);

  /** @param {number} now */
  function findPlace(now) {
    /** @type {[number, number]} */
    const all = [0, lines.length - 1];
    const stretch = mark.byHand ? all : findStretch(lines, mark.phase, part);
    return findRow(lines, stretch, getMinute(now));
  }

  /** @param {Partial<Mark>} change */
  function set(change) {
    mark = { ...mark, ...change };
    sessionStorage.setItem(key, JSON.stringify(mark));
    draw();
  }

  /** @param {number} by */
  function move(by) {
    const next = lines[findPlace(Date.now()) + by];
    if (!next) return;
    const from = Number.isNaN(next.from) ? getMinute(Date.now()) : next.from;
    set({ from, since: Date.now(), byHand: true });
  }

  /** @param {Phase} phase */
  function enter(phase) {
    const { from } = lines[findStretch(lines, phase, part)[0]];
    const start = Number.isNaN(from) ? getMinute(Date.now()) : from;
    // The room is there already when a later exercise begins. Before the first it still comes in.
    const since = phase === "prepare" ? began * 1000 : Date.now();
    set({ phase, from: start, since, byHand: false });
    // Whoever has read further down sees what is said now.
    if (sheet.parentElement) sheet.parentElement.scrollTop = 0;
  }

  function draw() {
    const now = Date.now();
    const place = findPlace(now);
    const line = lines[place];
    for (const each of all) {
      if (each.row === line.row) each.row.setAttribute("aria-current", "true");
      else each.row.removeAttribute("aria-current");
    }
    minute.textContent = mark.since ? _("Minute {n}", { n: Math.floor(getMinute(now)) + 1 }) : "";
    clock.hidden = mark.since > 0;
    moves.forEach((button, end) => {
      button.toggleAttribute("disabled", place === (end ? lines.length - 1 : 0));
    });
    if (place !== toldAt || mark.phase !== toldIn) {
      [toldAt, toldIn] = [place, mark.phase];
      document.dispatchEvent(new CustomEvent("kit-sheet", { detail: listAhead(lines, place) }));
    }
    const told = `${place} ${mark.phase} ${withheld} ${unseen} ${leftOut.length} ${leaderless}`;
    if (told === drawn) return; // what is being read or scrolled stays as it is
    drawn = told;
    where.textContent = unseen ? "" : [line.range, line.name].filter(Boolean).join(" · ");
    drawWords(line);
    const next = lines[place + 1];
    then.textContent = next ? _("Then: {what}", { what: joinItems([next.name, next.range]) }) : "";
  }

  /** @param {Line} line */
  function drawWords({ range }) {
    const heading = findHeading(range);
    const today = { withheld, unseen, leftOut: leftOut.length > 0 };
    const cue = findCue(heading ? listBlocks(heading) : [], mark.phase, findLeads, today);
    head.textContent = cue.said ? _("Say now") : _("Do now");
    words.replaceChildren(...cue.blocks.map((block) => block.cloneNode(true)));
    words.hidden = cue.blocks.length === 0;
    words.scrollTop = 0;
  }

  /** @param {string} range */
  function findHeading(range) {
    return [...sheet.querySelectorAll("section :is(h2, h3, h4)")].find((each) => {
      const found = RANGE.exec(each.textContent.trim());
      return found && `${found[1]}\u2013${found[2]}` === range;
    });
  }

  /** Where nobody goes first the leader's row is passed over, and another button opens the form. */
  function markLeaders() {
    lines = leaderless
      ? all
          .filter((each) => !isLeaders(each))
          .map((each) => (each.presses === opensAfter ? { ...each, presses: opens } : each))
      : all;
    toldAt = -1;
    for (const each of all.filter(isLeaders)) {
      each.row.classList.toggle("no-leader", leaderless);
      if (each.range) findHeading(each.range)?.classList.toggle("no-leader", leaderless);
    }
    for (const each of sheet.querySelectorAll("section strong")) {
      if (each.textContent.trim() !== opensAfter) continue;
      if (leaderless) each.setAttribute("data-today", opens);
      else each.removeAttribute("data-today");
    }
  }

  /** Where the run-sheet turns to a question that was not asked, it says so. */
  function markLeftOut() {
    for (const each of sheet.querySelectorAll("section em")) {
      const name = each.textContent.replace(/\s*\u2026$/, "").trim();
      const missing = name !== "" && leftOut.some((question) => question.startsWith(name));
      each.classList.toggle("not-asked", missing);
    }
  }

  /** The kernel's part of the page tells which round it is and where that stands. */
  function look() {
    const steps = /** @type {HTMLElement | null} */ (document.querySelector(".kit-steps"));
    const phase = /** @type {Phase} */ (steps?.dataset.phase ?? "");
    if (!steps || !phase) return;
    began = Number(steps.dataset.began);
    part = Number(steps.dataset.part);
    withheld = steps.dataset.withheld ?? "";
    unseen = Boolean(steps.dataset.unseen);
    leftOut = JSON.parse(steps.dataset.leftOut ?? "[]");
    markLeftOut();
    if (leaderless !== Boolean(steps.dataset.leaderless)) {
      leaderless = !leaderless;
      markLeaders();
    }
    if (!key) {
      key = `kit run-sheet ${location.pathname} ${steps.dataset.round}`;
      mark = JSON.parse(sessionStorage.getItem(key) ?? "null") ?? mark;
      setInterval(draw, TICK);
    }
    if (mark.phase === phase) draw();
    else enter(phase);
  }

  moves.forEach((button, end) => {
    button.addEventListener("click", () => move(end ? 1 : -1));
  });
  clock.addEventListener("click", () => set({ since: Date.now() }));
  // Whoever comes later than the run-sheet was told asks for it.
  document.addEventListener("kit-ask-sheet", () => {
    toldAt = -1;
    if (key) draw();
  });
  // Whoever does what the next row has a button for is at that row.
  document.addEventListener("kit-row", () => move(1));
  const watched = /** @type {Node} */ (document.getElementById("parts"));
  if (lines.length) new MutationObserver(look).observe(watched, { subtree: true, childList: true });
}
