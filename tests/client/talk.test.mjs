import assert from "node:assert/strict";
import { test } from "node:test";
import { describeTalk } from "../../kit/widgets/shared/talk.js";

const END = 1_790_000_000;

/**
 * @param {number} count Turns of three minutes each.
 * @param {number} gone Seconds since the first began.
 */
const say = (count, gone) => {
  const turns = Array.from({ length: count }, (_, turn) => END + 180 * (turn + 1));
  const { words, figures, after } = describeTalk(turns, END + gone);
  return [words, figures, after];
};

test("a pair is told who talks, when to change, and when time is up", () => {
  assert.deepEqual(say(2, 0), ["The first one talks", "3:00", "Then you change."]);
  assert.deepEqual(say(2, 179.5), ["The first one talks", "0:01", "Then you change."]);
  assert.deepEqual(say(2, 180), ["Change. Now the other one talks.", "3:00", ""]);
  assert.deepEqual(say(2, 359), ["Change. Now the other one talks.", "0:01", ""]);
  assert.deepEqual(say(2, 360), ["Time is up", "", "Come back to the whole room."]);
  assert.deepEqual(say(2, 4000), ["Time is up", "", "Come back to the whole room."]);
});

test("in threes and fours each turn has its number", () => {
  const words = [0, 180, 360, 540].map((gone) => say(4, gone)[0]);
  assert.deepEqual(words, [
    "The first one talks",
    "Change. Now the second one talks.",
    "Change. Now the third one talks.",
    "Change. Now the fourth one talks.",
  ]);
  assert.equal(say(3, 180)[2], "Then you change.");
  assert.equal(say(3, 360)[2], "");
});

test("where nobody changes, nobody is first", () => {
  assert.deepEqual(say(1, 60), ["Talk together", "2:00", ""]);
});

test("the last minute of a turn is told", () => {
  const turns = [END + 60, END + 180];
  assert.equal(describeTalk(turns, END - 1).state, "");
  assert.equal(describeTalk(turns, END).state, "soon");
  assert.equal(describeTalk(turns, END + 60).state, "");
  assert.equal(describeTalk(turns, END + 180).state, "over");
});
