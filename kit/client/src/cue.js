/**
 * What a part of the run-sheet has for this moment: the lines to say, or what to do before them.
 */

import { _ } from "../../widgets/shared/words.js";
import { ORDER } from "./marker.js";

/** @typedef {import("../../widgets/shared/types.js").Phase} Phase */
/** @typedef {(element: Element) => number[]} FindLeads Places in `ORDER` of the phases it leads to. */

/**
 * @typedef {object} Cue
 * @property {Element[]} blocks
 * @property {boolean} said Whether they hold a line to say now, not only one that comes next.
 */

/**
 * The blocks below a heading, up to the next one that is not deeper.
 * @param {Element} heading
 */
export function listBlocks(heading) {
  const blocks = [];
  let next = heading.nextElementSibling;
  for (; next && !(/^H\d$/.test(next.tagName) && next.tagName <= heading.tagName); ) {
    blocks.push(next);
    next = next.nextElementSibling;
  }
  return blocks;
}

/**
 * @typedef {object} Case What is so today and is not always so.
 * @property {string} withheld What stands in the place of a result that is not shown; "" where one is.
 * @property {boolean} unseen Whether the result was left unseen: no line of the run-sheet is for that.
 * @property {boolean} leftOut Whether the form has left a question out.
 */

/**
 * Whether slanted words name the case that the form has left a question out.
 * @param {string} words
 */
function saysLeftOut(words) {
  // Translators: what a run-sheet says of questions that are not asked, one and several, with | between.
  const said = _("is left out|are left out").split("|");
  return said.some((each) => words.toLowerCase().includes(each.toLowerCase()));
}

/**
 * A line holds from the press that the words before it name. What begins with slanted words ("If many
 * answers are low:") is for another case, and so are the lines below it.
 *
 * @param {Element[]} blocks
 * @param {Phase} phase
 * @param {FindLeads} findLeads
 * @param {Case} today
 * @returns {Cue}
 */
export function findCue(blocks, phase, findLeads, { withheld, unseen, leftOut }) {
  if (unseen) return { blocks: [], said: false };
  const none = withheld ? listInstead(blocks, (words) => words.includes(withheld)) : [];
  const fewer = leftOut ? listInstead(blocks, saysLeftOut) : [];
  const instead = none.length ? none : fewer;
  if (instead.length) return { blocks: instead, said: instead.some(isLine) };
  const now = ORDER.indexOf(phase);
  let [at, otherwise] = [0, false];
  /** @type {Element | undefined} */
  let ahead;
  /** @type {Element | undefined} */
  let following;
  /** @type {{block: Element, at: number, line: boolean}[]} */
  const open = [];
  for (const block of blocks) {
    const line = isLine(block);
    if (!line) otherwise = startsSlanted(block);
    if (otherwise) continue;
    const last = line ? -1 : Math.max(-1, ...findLeads(block));
    if (last > now) ahead ??= block;
    at = Math.max(at, last);
    if (at > now) following ??= line ? block : undefined;
    else if (line || last < 0) open.push({ block, at, line });
  }
  const newest = Math.max(-1, ...open.filter(({ line }) => line).map((each) => each.at));
  const said = newest >= 0;
  const shown = open.filter((each) => !said || each.at === newest).map(({ block }) => block);
  if (ahead) shown.push(ahead);
  if (!said && following) shown.push(following);
  return { blocks: shown, said };
}

/**
 * What is written for a case, and holds in the place of all else: from the slanted words that name it up
 * to the next case.
 * @param {Element[]} blocks
 * @param {(words: string) => boolean} isMeant Whether slanted words name the case.
 */
function listInstead(blocks, isMeant) {
  const first = blocks.findIndex(
    (block) => startsSlanted(block) && isMeant(block.firstChild?.textContent ?? ""),
  );
  if (first < 0) return [];
  const end = blocks.findIndex((block, place) => place > first && startsSlanted(block));
  return blocks.slice(first, end < 0 ? undefined : end);
}

/** @param {Element} block */
function isLine({ tagName }) {
  return tagName === "BLOCKQUOTE";
}

/** @param {Element} block */
function startsSlanted(block) {
  const first = block.firstChild;
  return first instanceof Element && first.tagName === "EM";
}
