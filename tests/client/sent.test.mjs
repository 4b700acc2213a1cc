/** What left this phone: what the list says of a message, how long, and how much of it. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** @type {Map<string, string>} */
const kept = new Map();
Object.assign(globalThis, {
  location: { href: "http://kit.test/s/CODE" },
  sessionStorage: {
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => kept.set(name, text),
    removeItem: (/** @type {string} */ name) => kept.delete(name),
  },
  PerformanceObserver: class {
    observe() {}
  },
});
/** @type {any[]} */
let requests = [];
performance.getEntriesByType = () => requests;
const { Sent } = await import("../../kit/client/src/sent.js");
const require = (await import("node:module")).createRequire(
  new URL("../../kit/client/package.json", import.meta.url),
);
const { Model } = require("backbone");

const PATH = "/s/CODE";
const KIND = {
  prompt: "kind",
  text: "Which?",
  options: [
    { value: "a", label: "kept their word" },
    { value: "b", label: "other" },
  ],
};
const WORD = { prompt: "word", text: "One word?" };
/** @type {Record<string, any>} */
let models = {};

function makeSent() {
  const sent = new Sent(PATH);
  sent.find = (comm) => models[comm];
  return sent;
}

/**
 * @param {string} comm
 * @param {object} state
 * @returns {import("../../kit/client/src/connection.js").FrameUp}
 */
function set(comm, state) {
  return { id: 1, comm, data: { method: "update", state }, buffers: [] };
}

/**
 * @param {string} comm
 * @param {object} content
 * @returns {import("../../kit/client/src/connection.js").FrameUp}
 */
function tell(comm, content) {
  return { id: 1, comm, data: { method: "custom", content }, buffers: [] };
}

/** @param {InstanceType<typeof Sent>} sent */
function read(sent) {
  return sent.entries
    .slice(1)
    .map(({ about, what }) => (what === undefined ? about : [about, what]));
}

beforeEach(() => {
  kept.clear();
  models = {
    kind: new Model(KIND),
    word: new Model(WORD),
    send: new Model({ description: "Send" }),
  };
});

test("a message is told in the words of the page", () => {
  const sent = makeSent();
  sent.addFrame(set("kind", { value: ["b", "a"] }));
  sent.addFrame(set("word", { value: "calm", share: true }));
  sent.addFrame(set("word", { value: "" }));
  sent.addFrame(tell("send", { event: "click" }));
  sent.addFrame(tell("kind", { outcome: "yes" }));
  sent.addFrame(set("unknown", { level: 3 }));
  assert.deepEqual(read(sent), [
    ["Which?", "other, kept their word"],
    ["One word?", "calm; it may be shown"],
    ["One word?", "nothing"],
    "You pressed \u201cSend\u201d",
    ["Which?", "by the coin: yes"],
    ["A part of this page", "level: 3"],
  ]);
});

test("a mark is told as what it is, and a claim as what goes with it", () => {
  const sent = makeSent();
  sent.addFrame(set("word", { share: true, mark: "E9as" }));
  sent.addFrame(set("word", { share: false, mark: "" }));
  assert.deepEqual(read(sent), [
    ["One word?", "it may be shown; the mark E9as of a key that stays in this tab"],
    ["One word?", "it may not be shown; no mark, so nobody can claim it"],
  ]);
  requests = [{ name: "http://kit.test/s/CODE/claim", startTime: 0 }];
  assert.equal(
    read(makeSent()).at(-1),
    "You sent a name for your sentence, and its key, without the cookie of your seat",
  );
  requests = [];
});

test("what was said goes with its question, and that it was said stays", () => {
  const sent = makeSent();
  for (const model of Object.values(models)) sent.follow(model);
  sent.addFrame(set("kind", { value: ["a"] }));
  sent.addFrame(set("word", { value: "calm" }));
  models.kind.set("over", true);
  assert.deepEqual(read(sent), [
    ["Which?", null],
    ["One word?", "calm"],
  ]);
  sent.keepOnly({ other: { state: { ...WORD, over: true } } });
  assert.deepEqual(read(sent).flat(), ["Which?", null, "One word?", null]);
  assert.doesNotMatch([...kept.values()].join(), /calm|kept their word/);
});

test("a page that is loaded again goes on with the list", () => {
  makeSent().addFrame(set("word", { value: "calm" }));
  const again = makeSent();
  assert.deepEqual(read(again), [["One word?", "calm"], "This page was opened"]);
});

test("the list is bounded, and so is a line of it", () => {
  const sent = makeSent();
  for (let count = 0; count < 1000; count++)
    sent.addFrame(set("word", { value: "x".repeat(20_000) }));
  assert.equal(sent.entries.length + sent.earlier, 1001);
  assert.ok([...kept.values()].join("").length < 150_000);
});

test("with the session the list ends", () => {
  const sent = makeSent();
  let ended = false;
  sent.onEnd = () => {
    ended = true;
  };
  sent.addFrame(set("word", { value: "calm" }));
  sent.end();
  sent.addLine();
  assert.ok(ended);
  assert.equal(sent.entries.length, 0);
  assert.equal(kept.size, 0);
});
