/**
 * Which picture is shown: one list and one rule, by which the screen and the facilitator's page go.
 *
 * What the room may see comes first, so that a picture has the same number on every page. Behind it
 * stands what is for the facilitator alone.
 */

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
 * What can be turned to: all that is ready, but for what stays.
 * @template {Listed} Kind
 * @param {Kind[]} pictures In the notebook's order.
 */
export function listTurns(pictures) {
  const turns = pictures.filter(({ standing, ready }) => ready && /turns|takes/.test(standing));
  return [...turns.filter(({ own }) => !own), ...turns.filter(({ own }) => own)];
}

/**
 * Every page of every picture, one after the other.
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
 * What the room sees: the facilitator's choice; without one what takes the stage, or the first.
 * @template {Listed} Kind
 * @param {Kind[]} turns
 * @param {string} chosen
 * @returns {Shown<Kind> | null}
 */
export function findShown(turns, chosen) {
  const shared = turns.filter(({ own }) => !own);
  const exact = shared.find(({ name }) => name === chosen);
  if (exact) return { picture: exact, page: 0 };
  const [, name, number] = /^(.*)#(\d+)$/s.exec(chosen) ?? ["", "", "1"];
  const wanted = name && shared.find((each) => each.name === name);
  if (wanted) {
    const page = Math.min(Math.max(Number(number), 1), countPages(wanted)) - 1;
    return { picture: wanted, page };
  }
  const taking = shared.filter(({ standing }) => standing === "takes").pop();
  const first = taking ?? shared[0];
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
  const parts = [`${turns.indexOf(picture) + 1} of ${turns.length}`];
  if (pages > 1) parts.push(`page ${page + 1} of ${pages}`);
  return [...parts, describeAudience(picture, phase)].join(" · ");
}

/**
 * Whom a picture is for. Cards are on the screen as they come; every result waits for the reveal.
 * @param {Pick<Listed, "own" | "standing">} picture
 * @param {Phase} phase
 */
export function describeAudience({ own, standing }, phase) {
  if (own) return "only you";
  const held = phase === "closed" && standing !== "takes";
  return held ? "only you until you reveal it" : "for the room";
}
