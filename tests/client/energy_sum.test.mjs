import assert from "node:assert/strict";
import { test } from "node:test";
import { shareEnergy } from "../../kit/widgets/shared/energy_sum.js";

/** @typedef {import("../../kit/widgets/shared/energy_sum.js").Weighed} Weighed */

/** @type {(size: number) => Weighed} */
const gives = (size) => ({ size, effect: "gives" });
/** @type {(size: number) => Weighed} */
const drains = (size) => ({ size, effect: "drains" });
/** @type {(size: number) => Weighed} */
const neutral = (size) => ({ size, effect: "neutral" });

for (const [name, tasks, shares] of /** @type {[string, Weighed[], [number, number]][]} */ ([
  ["no tasks", [], [0, 0]],
  ["neutral tasks alone", [neutral(3), neutral(1)], [0, 0]],
  ["giving tasks alone", [gives(2), gives(1)], [100, 0]],
  ["tasks weighed by their size", [gives(3), drains(1), neutral(1)], [60, 20]],
  ["thirds, to the nearest ten", [gives(1), drains(1), neutral(1)], [30, 30]],
  ["halves, which go down", [gives(1), neutral(3)], [20, 0]],
  ["three quarters, which are halves too", [drains(3), neutral(1)], [0, 70]],
  ["a part of a twentieth", [gives(1), ...Array(19).fill(neutral(1))], [0, 0]],
  ["little more than a twentieth", [gives(1), ...Array(18).fill(neutral(1))], [10, 0]],
])) {
  test(`the shares of ${name} are ${shares.join(" and ")}`, () => {
    assert.deepEqual(shareEnergy(tasks), shares);
  });
}
