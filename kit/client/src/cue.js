/**
 * What a part of the run-sheet has for this moment: the lines to say, or what to do before them.
 */

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
 * A line holds from the press that the words before it name. What begins with slanted words ("If many
 * answers are low:") is for another case, and so are the lines below it.
 *
 * @param {Element[]} blocks
 * @param {Phase} phase
 * @param {FindLeads} findLeads
 * @param {string} withheld What stands in the place of a result that is not shown; "" where one is.
 * @returns {Cue}
 */
export function findCue(blocks, phase, findLeads, withheld) {
  const instead = withheld ? listInstead(blocks, withheld) : [];
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
 * What is written for the case that there is no result: from the slanted words that quote what the
 * screen says then, up to the next case.
 * @param {Element[]} blocks
 * @param {string} withheld
 */
function listInstead(blocks, withheld) {
  const first = blocks.findIndex(
    (block) => startsSlanted(block) && block.firstChild?.textContent?.includes(withheld),
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
