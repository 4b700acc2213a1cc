import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findRow,
  findStretch,
  isLeaders,
  listActions,
  listAhead,
  ORDER,
} from "../../kit/client/src/marker.js";

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

const PULSE = [
  row(0, "Open"),
  row(4, "Gone"),
  row(8, "Close", "Reveal"),
  row(14),
  { ...row(18, "Open"), begins: 1 },
  row(20, "Close", "Reveal", "Next"),
];

test("the rows of a part begin with the row that names it", () => {
  /** @param {Phase} phase @param {number} part @param {number} minute */
  const find = (phase, part, minute) => findRow(PULSE, findStretch(PULSE, phase, part), minute);
  assert.equal(find("open", 0, 99), 1);
  assert.equal(find("revealed", 0, 99), 3);
  assert.equal(find("open", 1, 0), 4);
  assert.equal(find("closed", 1, 0), 5);
  assert.equal(find("done", 1, 0), 5);
  assert.deepEqual(findStretch(JAR, "open", 1), findStretch(JAR, "open"));
});

test("of the rows that may be left out those are told that are still to come", () => {
  /**
   * @param {string} name
   * @param {[number, number]} span
   * @param {[number, number] | null} short
   * @param {boolean} [droppable]
   */
  const span = (name, [from, until], short, droppable = false) => ({
    ...{ name, from, until, short, droppable },
  });
  const rows = [
    span("Welcome", [0, 5], [0, 2]),
    span("Pairs", [5, 12], null, true),
    span("Wall", [12, 20], [2, 6], true),
    span("End", [Number.NaN, Number.NaN], null, true),
  ];
  const plain = { actions: [], presses: "" };
  const hello = { name: "Welcome", minutes: 5, short: 2, ...plain };
  const pairs = { name: "Pairs", minutes: 7, short: null, ...plain };
  const wall = { name: "Wall", minutes: 8, short: 4, ...plain };
  const plans = { total: 20, short: 6 };
  const [first, second] = [listAhead(rows, 0), listAhead(rows, 1)];
  assert.deepEqual(first, { now: hello, next: pairs, rows: [pairs, wall], ...plans });
  assert.deepEqual(second, { now: pairs, next: wall, rows: [wall], ...plans });
  assert.equal(listAhead(rows, 3).next, null);
  const none = { now: null, next: null, rows: [], total: null, short: null };
  assert.deepEqual(listAhead([], 0), none);
});

test("a row has a button for each bold word that does something, in their order", () => {
  /** @type {Record<string, import("../../kit/widgets/shared/plan.js").Action>} */
  const acts = { "Draw pairs and fours": { do: "pairs" } };
  const bold = [
    { words: "Close", picture: "" },
    { words: "Draw pairs and fours", picture: "" },
    { words: "\u2192", picture: "How safe was it \u2026" },
    { words: "\u2192", picture: "" },
  ];
  const found = [{ do: "pairs" }, { do: "turn", picture: "How safe was it" }];
  assert.deepEqual(listActions(bold, acts), found);
});

test("a row is the leader's alone where its button begins the leader's phase and no later one", () => {
  const rows = [row(0), row(2, "Open"), row(4, "Gone"), row(6, "Open", "Gone")];
  assert.deepEqual(rows.map(isLeaders), [false, true, false, false]);
});
