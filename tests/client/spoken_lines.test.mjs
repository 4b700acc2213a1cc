import assert from "node:assert/strict";
import { test } from "node:test";

import { orderLines } from "../../kit/client/src/spoken_lines.js";

const LINES = [
  { result: "quiet", place: 0, part: false },
  { result: "cost", place: 1, part: false },
  { result: "soil", place: 2, part: false },
  { result: "soil.time", place: 3, part: true },
  { result: "soil.tools", place: 4, part: true },
];

test("the line for the picture on the stage stands first, and the others stay in their order", () => {
  assert.deepEqual(orderLines(LINES, ["cost"]), [1, 0, 2]);
  assert.deepEqual(orderLines(LINES, []), [0, 1, 2]);
  assert.deepEqual(orderLines(LINES, ["another"]), [0, 1, 2]);
});

test("a row has its line while it is talked about, before that of all rows", () => {
  assert.deepEqual(orderLines(LINES, ["soil.tools", "soil"]), [4, 2, 0, 1]);
  assert.deepEqual(orderLines(LINES, ["soil.time"]), [3, 0, 1, 2]);
  assert.deepEqual(orderLines(LINES, ["soil.time", "soil.time"]), [3, 0, 1, 2]);
});

test("lines that have been sorted before are sorted by where they stood at first", () => {
  const [one, two, three, ...parts] = LINES;
  assert.deepEqual(orderLines([three, ...parts, two, one], ["cost"]), [3, 4, 0]);
});
