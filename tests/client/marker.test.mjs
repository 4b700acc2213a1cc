import assert from "node:assert/strict";
import { test } from "node:test";
import { findRow, findStretch, ORDER } from "../../kit/client/src/marker.js";

/** @typedef {import("../../kit/widgets/shared/types.js").Phase} Phase */

const LEADS = { Open: 1, Gone: 2, Close: 3, Reveal: 4, Next: 5 };

/**
 * @param {number} from
 * @param {(keyof typeof LEADS)[]} buttons
 */
const row = (from, ...buttons) => ({ from, leads: buttons.map((name) => LEADS[name]) });

const JAR = [
  row(0),
  row(5, "Open"),
  row(10, "Gone"),
  row(17, "Close", "Reveal"),
  row(20),
  row(26),
  row(36, "Next"),
];

/**
 * @param {import("../../kit/client/src/marker.js").Row[]} rows
 * @param {Phase} phase
 * @param {number} minute
 */
const mark = (rows, phase, minute) => findRow(rows, findStretch(rows, phase), minute);

test("a row begins with the press of the button that it names, whatever the clock says", () => {
  for (const minute of [0, 12, 99]) {
    assert.deepEqual(
      ORDER.slice(0, 4).map((phase) => mark(JAR, phase, minute)),
      [0, 1, 2, 3],
    );
  }
});

test("between two buttons the minutes decide, and the last row is that of the next exercise", () => {
  assert.deepEqual(
    [17, 20, 30, 36, 99].map((minute) => mark(JAR, "revealed", minute)),
    [3, 4, 5, 6, 6],
  );
  assert.equal(mark(JAR, "done", 99), 6);
});

test("rows before the first button belong to the time of preparing", () => {
  const cards = [row(0), row(2), row(3), row(7, "Open", "Close", "Reveal"), row(9, "Next")];
  assert.deepEqual(
    [0, 2, 5, 8, 99].map((minute) => mark(cards, "prepare", minute)),
    [0, 1, 2, 2, 2],
  );
  assert.deepEqual(
    /** @type {Phase[]} */ (["open", "closed", "revealed"]).map((phase) => mark(cards, phase, 7)),
    [3, 3, 3],
  );
});

test("a sheet without a leader, or that begins with the button, has a row for every phase", () => {
  const short = [row(0, "Open"), row(2, "Close", "Reveal"), row(3), row(Number.NaN, "Next")];
  assert.deepEqual(
    ORDER.map((phase) => mark(short, phase, 0)),
    [0, 0, 0, 1, 1, 3],
  );
  assert.equal(mark(short, "revealed", 3), 2);
});
