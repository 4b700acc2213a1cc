import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseSpare, describePlan, listSpareRows } from "../../kit/widgets/shared/plan.js";

/** @typedef {import("../../kit/widgets/shared/plan.js").Item} Item */

/**
 * @param {string} title
 * @param {number} minutes
 * @param {Item["state"]} state
 * @param {Partial<Item>} [more]
 * @returns {Item}
 */
const item = (title, minutes, state, more = {}) => ({
  ...{ place: 0, title, minutes, state, spent: null, kind: "exercise", droppable: false },
  ...more,
});
const JAR = item("Marble jar", 40, "now");
const SLACK = item("Slack", 4, "ahead", { kind: "slack" });
const CARDS = item("Commitments", 8, "ahead");
const CRAFTING = item("Job crafting", 60, "ahead", { droppable: true });
const PAIRS = { name: "In pairs", minutes: 7, short: null, actions: [], presses: "" };
const SHEET = { now: null, next: null, rows: [PAIRS], total: 40, short: 16 };

/**
 * @param {number | null} behind
 * @param {Item[]} items
 * @param {object} [more]
 */
const say = (behind, items, more = {}) =>
  describePlan({ items, behind, elapsed: 0, sheet: SHEET, ...more });

test("on time or early there is never anything to leave out", () => {
  assert.equal(say(0, [JAR, CRAFTING]), "On time");
  assert.equal(say(-2, [JAR, CRAFTING]), "2 minutes ahead of the plan");
  assert.equal(say(-1, [JAR, CRAFTING], { elapsed: 40 }), "1 minute ahead of the plan");
});

test("slack that is to come is used up before anything is left out", () => {
  assert.equal(say(1, [JAR, SLACK, CARDS]), "1 minute behind; the slack of 4 covers it");
  assert.equal(say(4, [JAR, SLACK, CARDS]), "4 minutes behind; the slack of 4 covers it");
  assert.equal(say(5, [JAR, SLACK, CARDS]), "5 minutes behind: leave out In pairs (7)");
  const gone = { ...SLACK, state: /** @type {const} */ ("done") };
  assert.equal(say(4, [gone, JAR, CARDS]), "4 minutes behind: leave out In pairs (7)");
});

test("a session that falls behind while an exercise lasts is told then", () => {
  assert.equal(say(0, [JAR], { elapsed: 46 }), "6 minutes behind: leave out In pairs (7)");
  assert.equal(say(-3, [JAR], { elapsed: 43 }), "On time");
});

test("the shortest thing that will do is left out, and several where none will", () => {
  assert.equal(say(9, [JAR, CRAFTING]), "9 minutes behind: leave out Job crafting (60)");
  assert.equal(
    say(66, [JAR, CRAFTING]),
    "66 minutes behind: leave out In pairs (7) and Job crafting (60)",
  );
  const spare = [3, 10, 5, 2].map((minutes) => ({ name: String(minutes), minutes }));
  const choose = (/** @type {number} */ needed) =>
    chooseSpare(needed, spare).map(({ minutes }) => minutes);
  assert.deepEqual([0, 1, 4, 6, 11, 14, 99].map(choose), [
    ...[[], [2], [5], [10], [10, 5]],
    ...[
      [10, 5],
      [3, 10, 5, 2],
    ],
  ]);
});

test("what cannot be left out is not named, nor what is over", () => {
  const played = { ...CRAFTING, state: /** @type {const} */ ("done") };
  assert.equal(say(6, [played, JAR, CARDS], { sheet: null }), "6 minutes behind the plan");
  const pause = item("Break", 7, "now", { kind: "break" });
  assert.equal(say(6, [pause, CARDS]), "6 minutes behind the plan");
});

test("nothing is said where nothing is planned, nothing is now, or the plan is another", () => {
  assert.equal(say(null, [JAR]), "");
  assert.equal(say(3, [CARDS]), "");
  assert.equal(say(241, [JAR]), "");
});

test("a row counts the minutes of the plan that is played", () => {
  const both = { ...SHEET, rows: [{ ...PAIRS, minutes: 10, short: 6 }], total: 50, short: 30 };
  const read = (/** @type {object} */ sheet, /** @type {number | null} */ minutes) =>
    listSpareRows(/** @type {typeof both} */ (sheet), minutes).map((each) => each.minutes);
  assert.deepEqual([read(both, 50), read(both, null), read(both, 30)], [[10], [10], [6]]);
  // The short plan leaves the pairs out; an agenda that gives more time may have them.
  assert.deepEqual(
    [40, 22, 23, 16].map((given) => read(SHEET, given)),
    [[7], [], [7], []],
  );
});
