import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describePlace,
  describeWaiting,
  findNext,
  findShown,
  keepsWords,
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

test("a still card is shown where it was chosen, and never by itself", () => {
  const card = make("card", { standing: "waits" });
  const turns = listTurns([card, COST]);
  assert.deepEqual(turns, [card, COST]);
  assert.equal(findShown(turns, "")?.picture, COST);
  assert.equal(findShown(turns, "card")?.picture, card);
  assert.equal(findShown([card], "cost"), null);
  assert.equal(findShown([card], ""), null);
  assert.equal(describeWaiting([card]), "1 picture to turn to");
  assert.equal(describeWaiting([card, card]), "2 pictures to turn to");
  assert.equal(
    describePlace([card], { picture: card, page: 0 }, "closed"),
    "1 of 1 · for the room",
  );
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

test("beside a jar that fills while people answer the question keeps its place", () => {
  const words = make("scene", { standing: "fills" });
  const both = [JAR, words, COST];
  assert.ok(keepsWords(both, "open", true));
  assert.ok(keepsWords(both, "open", false));
  assert.ok(keepsWords(both, "closed", true)); // until the reveal, and the facilitator looks first
  assert.ok(!keepsWords(both, "closed", false));
  assert.ok(!keepsWords(both, "revealed", true));
  assert.ok(!keepsWords([words, COST], "open", true)); // without a jar the picture has the stage
  assert.ok(!keepsWords([{ ...JAR, ready: false }, words, COST], "open", true));
  assert.ok(!keepsWords([{ ...JAR, own: true }, words, COST], "open", true));
  assert.equal(findShown([COST], "", true), null);
  assert.equal(findShown([COST], "cost", true)?.picture, COST);
  const wall = make("wall", { standing: "takes" });
  assert.equal(findShown([COST, wall], "", true)?.picture, wall);
});

test("arrow keys turn from page to page and never to a part alone", () => {
  const lines = make("lines", { pages: 2, parts: 7 });
  const turns = listTurns([lines, COST]);
  const turn = (/** @type {string} */ chosen, /** @type {number} */ by) => {
    const next = findNext(turns, findShown(turns, chosen), by);
    return next && nameChoice(next);
  };
  assert.equal(turn("lines", 1), "lines#2");
  assert.equal(turn("lines#2", 1), "cost");
  assert.equal(turn("cost", -1), "lines#2");
  assert.equal(turn("lines", -1), undefined);
  assert.deepEqual(findShown(turns, "lines#9"), { picture: lines, page: 8 });
  assert.deepEqual(findShown(turns, "lines#10"), { picture: lines, page: 8 });
  for (const part of ["lines#3", "lines#9"]) {
    assert.equal(turn(part, 1), "cost");
    assert.equal(turn(part, -1), "lines#2");
  }
  const where = describePlace(turns, { picture: lines, page: 4 }, "revealed");
  assert.equal(where, "1 of 2 · one part alone · for the room");
});
