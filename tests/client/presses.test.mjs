import assert from "node:assert/strict";
import { test } from "node:test";
import { pressAgain } from "../../kit/client/src/presses.js";
import { WidgetModel } from "./page.mjs";

/** @typedef {import("./page.mjs").Traits} Traits */
/** @typedef {{input?: Traits, button?: Traits}} Form What is not as usual. */

/**
 * A form's models: a question, and the button of the form.
 * @param {string} page
 * @param {Form} [form]
 */
function makeForm(page, { input = {}, button = {} } = {}) {
  const question = new WidgetModel({ prompt: "kind", text: "What?", value: "a word", ...input });
  const send = new WidgetModel({ description: "Send", _dom_classes: ["kit-send"], ...button });
  question.model_id = `${page} question`;
  send.model_id = `${page} send`;
  return [question, send];
}

/**
 * Whether the press was lost, and how often the new button was pressed.
 * @param {WidgetModel[]} now
 * @param {{before?: WidgetModel[], pressed?: string[]}} [then]
 */
function tryAgain(now, { before = makeForm("before"), pressed = ["before send"] } = {}) {
  const lost = pressAgain(new Set(pressed), before, now);
  return [lost, now[1].sent.length];
}

test("a press that went with its kernel is pressed on the form with the same answers", () => {
  const now = makeForm("now");
  assert.deepEqual(tryAgain(now), [false, 1]);
  assert.deepEqual(now[1].sent, [{ event: "click" }]);
});

for (const [name, form] of /** @type {[string, Form][]} */ ([
  ["other answers", { input: { value: "another" } }],
  ["another tick for the room", { input: { share: true } }],
  ["a coin before an answer", { input: { coin: true } }],
])) {
  test(`where the form has ${name} the person is told, and nothing is pressed`, () => {
    assert.deepEqual(tryAgain(makeForm("now", form)), [true, 0]);
  });
}

for (const [name, form] of /** @type {[string, Form][]} */ ([
  ["other questions", { input: { text: "What else?" } }],
  ["a button that is locked", { button: { disabled: true } }],
  ["a button that is away", { button: { _dom_classes: ["kit-send", "kit-away"] } }],
  ["a button of another name", { button: { description: "Change my answer" } }],
])) {
  test(`where the form has ${name} nothing is pressed, and nothing was lost`, () => {
    assert.deepEqual(tryAgain(makeForm("now", form)), [false, 0]);
  });
}

test("where nothing was pressed, or another button was, nothing is pressed now", () => {
  assert.deepEqual(tryAgain(makeForm("now"), { pressed: [] }), [false, 0]);
  assert.deepEqual(tryAgain(makeForm("now"), { pressed: ["before question"] }), [false, 0]);
});
