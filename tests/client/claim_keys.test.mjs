/** Keys of sentences: drawn and hashed in the browser, one for each question and round, kept in the tab. */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { beforeEach, mock, test } from "node:test";
import { Drafts } from "../../kit/client/src/drafts.js";
import { forgetKeys, recallKey } from "../../kit/widgets/shared/claim_keys.js";
import { findMark, makeMark } from "../../kit/widgets/shared/claim_marks.js";
import { openPage, WidgetModel } from "./page.mjs";

const PATH = "/s/abcd-efgh";
const SIGNS = /^[A-Za-z0-9_-]{43}$/;

beforeEach(openPage);

/** @param {string} text */
function hash(text) {
  return createHash("sha256").update(text, "latin1").digest("base64url");
}

test("a mark is the SHA-256 of a key, as the server reckons it", () => {
  for (let length = 0; length < 200; length++) {
    const key = randomBytes(200).toString("base64url").slice(0, length);
    assert.equal(makeMark(key), hash(key));
  }
  assert.equal(makeMark("a".repeat(43)), "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA");
});

test("a page over plain HTTP, which has no crypto.subtle, draws and keeps a key all the same", () => {
  Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
  const mark = findMark("ask", "1");
  const kept = /** @type {{key: string, mark: string}} */ (recallKey("ask", "1"));
  assert.match(kept.key, SIGNS);
  assert.equal(kept.mark, mark);
  assert.equal(mark, hash(kept.key));
  assert.deepEqual(Object.keys(sessionStorage), [`kit-key ${PATH} ask 1`]);
});

test("a question has one key in a round, however often its box is ticked, and no other has it", () => {
  const mark = findMark("ask", "1");
  assert.equal(findMark("ask", "1"), mark);
  const all = [mark, findMark("plain", "1"), findMark("ask", "2")];
  assert.equal(new Set(all).size, 3);
});

test("a browser that keeps nothing sends no mark, for its key would be lost", () => {
  const refuse = mock.method(Object.getPrototypeOf(sessionStorage), "setItem", () => {
    throw new Error("full");
  });
  assert.equal(findMark("ask", "1"), "");
  refuse.mock.restore();
  assert.equal(recallKey("ask", "1"), null);
});

test("keys of an earlier round go, and those of the other questions stay", () => {
  for (const round of ["1", "2"]) for (const prompt of ["ask", "plain"]) findMark(prompt, round);
  forgetKeys("ask", "2");
  assert.deepEqual(
    Object.keys(sessionStorage).sort(),
    ["ask 2", "plain 1", "plain 2"].map((each) => `kit-key ${PATH} ${each}`),
  );
  forgetKeys("plain");
  assert.equal(recallKey("plain", "2"), null);
});

test("the keys go with the question, and all of them with the session", () => {
  const drafts = new Drafts(PATH);
  for (const prompt of ["ask", "plain"]) findMark(prompt, "1");
  drafts.keepOnly(["ask"]);
  assert.ok(recallKey("ask", "1"));
  assert.equal(recallKey("plain", "1"), null);
  drafts.keepOnly([]);
  assert.equal(sessionStorage.length, 0);
});

test("a draft that is put back brings its mark, so that its key still fits", () => {
  const text = { prompt: "ask", text: "What?", value: "", share: false, mark: "", disabled: false };
  const drafts = new Drafts(PATH);
  const before = new WidgetModel(text);
  drafts.follow(before);
  const mark = findMark("ask", "1");
  before.set({ value: "a pair of eyes", share: true, mark });
  const after = new WidgetModel(text);
  new Drafts(PATH).follow(after);
  assert.deepEqual([after.get("share"), after.get("mark")], [true, mark]);
});
