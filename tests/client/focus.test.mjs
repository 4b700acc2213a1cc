import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { rememberFocus } from "../../kit/client/src/focus.js";
import { openPage } from "./page.mjs";

beforeEach(openPage);

/**
 * A control of the prompt "kind", as far as its focus is concerned.
 * @param {number | null | undefined} selectionStart Where the cursor is, if it has one.
 */
function makeControl(selectionStart) {
  const owner = { dataset: { prompt: "kind" }, querySelectorAll: () => [control] };
  const control = {
    selectionStart,
    selectionEnd: selectionStart,
    closest: () => owner,
    focus: mock.fn(),
    setSelectionRange: mock.fn(() => {
      if (typeof selectionStart !== "number") throw new Error("This is no field for a text.");
    }),
  };
  return { control, owner };
}

/**
 * The page is drawn anew while somebody is in one control, with another in its place.
 * @param {ReturnType<typeof makeControl>} before
 * @param {ReturnType<typeof makeControl>} now
 */
function redraw(before, now) {
  const root = { contains: () => true, querySelectorAll: () => [now.owner] };
  Object.assign(document, { activeElement: before.control, body: {} });
  const putBack = rememberFocus(/** @type {HTMLElement} */ (/** @type {unknown} */ (root)));
  Object.assign(document, { activeElement: document.body });
  putBack();
}

test("focus and cursor are where they were after the page was drawn anew", () => {
  const now = makeControl(0);
  redraw(makeControl(3), now);
  assert.equal(now.control.focus.mock.callCount(), 1);
  assert.deepEqual(now.control.setSelectionRange.mock.calls[0].arguments, [3, 3]);
});

for (const [name, start] of /** @type {[string, null | undefined][]} */ ([
  ["a radio button", null],
  ["a plain button", undefined],
])) {
  test(`where ${name} has come into a text's place it has the focus, and no cursor is asked for`, () => {
    const now = makeControl(start);
    redraw(makeControl(3), now);
    assert.equal(now.control.focus.mock.callCount(), 1);
  });
}
