/**
 * Which picture is shown: one list and one rule, by which the screen and the facilitator's page go.
 *
 * What the room may see comes first, so that a picture has the same number on every page. Behind it
 * stands what is for the facilitator alone.
 */

import { _, ngettext } from "../../widgets/shared/words.js";

/** @typedef {import("../../widgets/shared/types.js").Picture} Picture */
/** @typedef {import("../../widgets/shared/types.js").Phase} Phase */
/** @typedef {Picture & {own: boolean}} Listed Own: for the facilitator alone. */

/**
 * @template {Listed} Kind
 * @typedef {{picture: Kind, page: number}} Shown A page of a picture, 0 for its first.
 */

/** @param {Picture} picture */
const countPages = ({ pages }) => Math.max(1, Math.floor(pages ?? 1));

/**
 * All pages, and behind them those of a part alone.
 * @param {Picture} picture
 */
const countAll = (picture) => countPages(picture) + Math.max(0, Math.floor(picture.parts ?? 0));

/**
 * What can be turned to: all that is ready, but for what stays.
 * @template {Listed} Kind
 * @param {Kind[]} pictures In the notebook's order.
 */
export function listTurns(pictures) {
  const turns = pictures.filter(
    ({ standing, ready }) => ready && /turns|takes|waits/.test(standing),
  );
  return [...turns.filter(({ own }) => !own), ...turns.filter(({ own }) => own)];
}

/**
 * Every page of every picture, one after the other, without those of a part alone.
 * @template {Listed} Kind
 * @param {Kind[]} turns
 * @returns {Shown<Kind>[]}
 */
export function listPages(turns) {
  return turns.flatMap((picture) =>
    Array.from({ length: countPages(picture) }, (_, page) => ({ picture, page })),
  );
}

/**
 * Whether a result grows beside the question while people answer. Then the words keep their place,
 * on a screen until the reveal, and other pictures come only when they are chosen.
 * @param {Listed[]} pictures
 * @param {Phase} phase
 * @param {boolean} isScreen
 */
export function keepsWords(pictures, phase, isScreen) {
  if (phase !== "open" && !(phase === "closed" && isScreen)) return false;
  return ["stays", "fills"].every((way) =>
    pictures.some(({ standing, ready, own }) => standing === way && ready && !own),
  );
}

/**
 * The page before or after the one that is shown. Where a part stands alone, the page before is the
 * last one of its picture.
 * @template {Listed} Kind
 * @param {Kind[]} turns
 * @param {Shown<Kind> | null} shown
 * @param {number} by 1 for the one after, -1 for the one before.
 * @returns {Shown<Kind> | undefined}
 */
export function findNext(turns, shown, by) {
  const all = listPages(turns);
  const last = shown ? countPages(shown.picture) - 1 : 0;
  const at = all.findIndex(
    ({ picture, page }) => picture === shown?.picture && page === Math.min(shown.page, last),
  );
  const isPart = shown !== null && shown.page > last;
  return all[isPart && by < 0 ? at : at + by];
}

/**
 * What the room sees: the facilitator's choice; without one what takes the stage, or the first of
 * those that do not wait for being chosen.
 * @template {Listed} Kind
 * @param {Kind[]} turns
 * @param {string} chosen
 * @param {boolean} [worded] The words keep their place, unless something takes the stage.
 * @returns {Shown<Kind> | null}
 */
export function findShown(turns, chosen, worded = false) {
  const shared = turns.filter(({ own }) => !own);
  const exact = shared.find(({ name }) => name === chosen);
  if (exact) return { picture: exact, page: 0 };
  const [, name, number] = /^(.*)#(\d+)$/s.exec(chosen) ?? ["", "", "1"];
  const wanted = name && shared.find((each) => each.name === name);
  if (wanted) {
    const page = Math.min(Math.max(Number(number), 1), countAll(wanted)) - 1;
    return { picture: wanted, page };
  }
  const taking = shared.filter(({ standing }) => standing === "takes").pop();
  const first = taking ?? (worded ? null : shared.find(({ standing }) => standing !== "waits"));
  return first ? { picture: first, page: 0 } : null;
}

/**
 * How a choice is written down.
 * @param {Shown<Listed>} shown
 */
export function nameChoice({ picture, page }) {
  return page ? `${picture.name}#${page + 1}` : picture.name;
}

/**
 * What stands below a picture on the facilitator's page.
 * @param {Listed[]} turns
 * @param {Shown<Listed>} shown
 * @param {Phase} phase
 */
export function describePlace(turns, { picture, page }, phase) {
  const pages = countPages(picture);
  const parts = [_("{n} of {all}", { n: turns.indexOf(picture) + 1, all: turns.length })];
  if (page >= pages) parts.push(_("one part alone"));
  else if (pages > 1) parts.push(_("page {n} of {all}", { n: page + 1, all: pages }));
  return [...parts, describeAudience(picture, phase)].join(" · ");
}

/**
 * What stands there where no picture is shown and some can be turned to.
 * @param {Listed[]} turns
 */
export function describeWaiting(turns) {
  return ngettext("{n} picture to turn to", "{n} pictures to turn to", turns.length);
}

/**
 * Whom a picture is for. Cards are on the screen as they come; every result waits for the reveal.
 * @param {Pick<Listed, "own" | "standing">} picture
 * @param {Phase} phase
 */
export function describeAudience({ own, standing }, phase) {
  if (own) return _("only you");
  const held = phase === "closed" && !/takes|waits/.test(standing);
  return held ? _("only you until you reveal it") : _("for the room");
}
