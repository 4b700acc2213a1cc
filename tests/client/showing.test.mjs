import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describePlace,
  findShown,
  listPages,
  listTurns,
  nameChoice,
} from "../../kit/client/src/showing.js";

/**
 * @param {string} name
 * @param {Partial<import("../../kit/client/src/showing.js").Listed>} [more]
 * @returns {import("../../kit/client/src/showing.js").Listed}
 */
const make = (name, more) => ({ name, ready: true, standing: "turns", own: false, ...more });

const OWN = make("quiet", { own: true });
const COST = make("cost");
const HELP = make("help", { pages: 3 });
const JAR = make("", { standing: "stays" });
const LATER = make("later", { ready: false });
const ALL = listTurns([OWN, JAR, COST, LATER, HELP]);

test("what the room sees has the same number on every page, what only you see stands behind", () => {
  assert.deepEqual(ALL, [COST, HELP, OWN]);
  const onScreen = listTurns([JAR, COST, LATER, HELP]);
  for (const picture of onScreen) assert.equal(ALL.indexOf(picture), onScreen.indexOf(picture));
});

test("both pages find the same picture for the same choice, and never one for the facilitator", () => {
  const onScreen = listTurns([COST, HELP]);
  for (const chosen of [
    "",
    "cost",
    "help",
    "help#2",
    "help#9",
    "help#0",
    "quiet",
    "gone",
    "gone#2",
  ])
    assert.deepEqual(findShown(ALL, chosen), findShown(onScreen, chosen), chosen);
});

test("a page beyond the last is the last, and a choice without a page is the first", () => {
  const show = (/** @type {string} */ chosen) => findShown(ALL, chosen);
  assert.deepEqual(show("help"), { picture: HELP, page: 0 });
  assert.deepEqual(show("help#2"), { picture: HELP, page: 1 });
  assert.deepEqual(show("help#99"), { picture: HELP, page: 2 });
  assert.deepEqual(show("cost#2"), { picture: COST, page: 0 });
});

test("a choice is read back as it was written, also where a title ends like a page", () => {
  const odd = make("Rank #2", { pages: 2 });
  for (const shown of listPages([odd, HELP]))
    assert.deepEqual(findShown([odd, HELP], nameChoice(shown)), shown);
});

test("cards take the stage until something is chosen", () => {
  const cards = make("cards", { standing: "takes" });
  assert.equal(findShown([COST, cards], "")?.picture, cards);
  assert.equal(findShown([COST, cards], "cost")?.picture, COST);
});

test("where there is nothing for the room, the room is shown nothing", () => {
  assert.equal(findShown(listTurns([OWN, JAR, LATER]), ""), null);
});

test("below a picture stands whom it is for", () => {
  const describe = (
    /** @type {import("../../kit/client/src/showing.js").Listed} */ picture,
    /** @type {import("../../kit/widgets/shared/types.js").Phase} */ phase,
    page = 0,
  ) => describePlace(ALL.includes(picture) ? ALL : [picture], { picture, page }, phase);
  assert.equal(describe(COST, "closed"), "1 of 3 · only you until you reveal it");
  assert.equal(describe(COST, "revealed"), "1 of 3 · for the room");
  assert.equal(describe(HELP, "revealed", 1), "2 of 3 · page 2 of 3 · for the room");
  assert.equal(describe(OWN, "closed"), "3 of 3 · only you");
  assert.equal(describe(OWN, "revealed"), "3 of 3 · only you");
  assert.equal(describe(make("c", { standing: "takes" }), "closed"), "1 of 1 · for the room");
});
