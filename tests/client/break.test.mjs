import assert from "node:assert/strict";
import { test } from "node:test";
import { describeBreak } from "../../kit/widgets/shared/break.js";

const END = Date.UTC(2026, 10, 21, 10, 40) / 1000;

/**
 * @param {number} left Seconds until the break is over.
 * @param {number} [ahead]
 * @param {string} [zone]
 */
const say = (left, ahead = 0, zone = "UTC") => {
  const { heading, line } = describeBreak(END, END - left, ahead, zone);
  return [heading, line];
};

test("the time of day stands still and the time left counts down by the minute", () => {
  assert.deepEqual(say(7 * 60 + 59), ["Back at 10:40", "Back in 7 minutes"]);
  assert.deepEqual(say(7 * 60), ["Back at 10:40", "Back in 7 minutes"]);
  assert.deepEqual(say(119), ["Back at 10:40", "Back in 1 minute"]);
  assert.deepEqual(say(59), ["Back at 10:40", "Back in less than a minute"]);
});

test("when it is over it says so, and says no time that has passed", () => {
  for (const left of [0, -1, -3600]) assert.deepEqual(say(left), ["We go on", ""]);
});

test("the time of day is that of the place where the page is", () => {
  assert.deepEqual(say(600, 0, "Europe/Vienna")[0], "Back at 11:40");
  assert.deepEqual(say(600, 0, "Asia/Kolkata")[0], "Back at 16:10");
});

test("where device and server disagree about the time, only the time left is said", () => {
  for (const ahead of [61, -61, 86_400])
    assert.deepEqual(say(420, ahead), ["Back in 7 minutes", ""]);
  for (const ahead of [60, -60]) assert.equal(say(420, ahead)[0], "Back at 10:40");
});
