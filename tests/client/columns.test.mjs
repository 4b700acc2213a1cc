import assert from "node:assert/strict";
import { test } from "node:test";
import { addUp, fill, level } from "../../kit/widgets/shared/columns.js";

const HEIGHTS = [100, 40, 40, 120, 30, 30];
const GAP = 10;

test("columns are filled in the order of the items, and none is higher than its room", () => {
  assert.deepEqual(fill(HEIGHTS, GAP, 200), [
    [0, 1, 2],
    [3, 4, 5],
  ]);
  assert.deepEqual(fill(HEIGHTS, GAP, 199), [
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
});

test("an item that is higher than its room has a column of its own", () => {
  assert.deepEqual(fill([500, 20, 600], GAP, 100), [[0], [1], [2]]);
});

test("as many columns as there may be are used, and none is much higher than another", () => {
  const columns = level(Array(10).fill(50), GAP, 10_000, 3);
  assert.deepEqual(
    columns.map((column) => column.length),
    [4, 4, 2],
  );
  assert.ok(columns.every((column) => addUp(column, Array(10).fill(50), GAP) <= 4 * 60));
});

test("nothing is lost and nothing changes its place, whatever the heights", () => {
  for (let seed = 1; seed < 200; seed++) {
    const heights = Array.from(
      { length: seed % 40 },
      (_, at) => 20 + ((seed * 37 + at * 91) % 180),
    );
    for (const most of [1, 2, 3, 7]) {
      const columns = level(heights, GAP, 400, most);
      assert.deepEqual(columns.flat(), [...heights.keys()]);
      const needed = fill(heights, GAP, 400).length;
      assert.ok(columns.length <= Math.max(needed, most));
      for (const column of columns) assert.ok(addUp(column, heights, GAP) <= 400);
    }
  }
});
