import assert from "node:assert/strict";
import { test } from "node:test";
import { describeRow, nameAct, nameButton, readTime } from "../../kit/widgets/shared/acts.js";

/** @type {import("../../kit/widgets/shared/plan.js").SheetRow} */
const PAIRS = { name: "In pairs", minutes: 7, short: 1, actions: [], presses: "" };

test("a row is told with its minutes by the plan that counts, and the button it waits for", () => {
  assert.equal(describeRow(PAIRS, false, false), "Next: In pairs, 7 minutes");
  assert.equal(describeRow(PAIRS, true, true), "Now: In pairs, 1 minute");
  const left = { ...PAIRS, short: null };
  assert.equal(describeRow(left, false, true), "Next: In pairs, 7 minutes");
  const last = { ...PAIRS, minutes: Number.NaN, presses: "Next exercise" };
  assert.equal(describeRow(last, false, false), "Next: In pairs. Press Next exercise.");
  assert.equal(describeRow(last, true, false), "Now: In pairs");
});

test("a talk has the turns of the plan that counts", () => {
  /** @type {import("../../kit/widgets/shared/plan.js").Action} */
  const both = { do: "talk", long: [2, 180], short: [2, 90] };
  assert.deepEqual(readTime(both, false), [2, 180]);
  assert.deepEqual(readTime(both, true), [2, 90]);
  assert.deepEqual(readTime({ ...both, short: null }, true), [2, 180]);
});

test("buttons say what they do", () => {
  /** @type {(turns: number, seconds: number) => string} */
  const talk = (turns, seconds) =>
    nameButton({ do: "talk", long: [turns, seconds], short: null }, false);
  assert.equal(talk(2, 180), "Start 2 \u00d7 3 minutes");
  assert.equal(talk(2, 90), "Start 2 \u00d7 1\u00bd minutes");
  assert.equal(talk(1, 30), "Start \u00bd minutes");
  assert.equal(talk(1, 60), "Start 1 minute");
  assert.equal(talk(1, 75), "Start 1.25 minutes");
  assert.equal(nameButton({ do: "turn", picture: "How safe" }, false), "Show \u201cHow safe\u201d");
  assert.equal(nameButton({ do: "pairs" }, false), "Draw pairs and fours");
  assert.equal(nameButton({ do: "deal" }, false), "Deal names");
});

test("the same words in two rows are two things to do", () => {
  const other = { ...PAIRS, name: "In fours" };
  assert.notEqual(nameAct(PAIRS, { do: "pairs" }), nameAct(other, { do: "pairs" }));
});
