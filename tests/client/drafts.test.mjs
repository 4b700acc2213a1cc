import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Drafts } from "../../kit/client/src/drafts.js";
import { openPage, WidgetModel } from "./page.mjs";

const PATH = "/s/abcd-efgh";
const KEPT = `kit-draft ${PATH} kind`;

beforeEach(openPage);
afterEach(() => mock.reset());

/** An input of the question "What?", open and empty unless the traits say otherwise. */
function makeInput(traits = {}) {
  return new WidgetModel({ prompt: "kind", text: "What?", value: "", disabled: false, ...traits });
}

/** What a person has typed on a page that was loaded anew since. */
function leaveDraft(value = "a word", more = {}) {
  const input = makeInput(more);
  new Drafts(PATH).follow(input);
  for (const end of [5, value.length]) input.set("value", value.slice(0, end));
}

/** The input of a new page, after drafts were put back. */
function comeBack(traits = {}, path = PATH) {
  const input = makeInput(traits);
  new Drafts(path).follow(input);
  return input;
}

test("what was typed and not sent is put back and told to the kernel", () => {
  leaveDraft("a word", { share: false });
  const input = comeBack({ share: true });
  assert.equal(input.get("value"), "a word");
  assert.equal(input.get("share"), false);
  assert.equal(input.saved, 1);
});

test("a draft of one question is not put into another, nor into another session's", () => {
  leaveDraft();
  assert.equal(comeBack({ text: "What else?" }).get("value"), "");
  assert.equal(comeBack({ prompt: "other" }).get("value"), "");
  assert.equal(comeBack({}, "/s/other").get("value"), "");
});

test("on a page that is loaded again a draft wins over what the kernel had heard before", () => {
  leaveDraft("a whole sentence", { share: true });
  const input = comeBack({ value: "a who", share: false });
  assert.equal(input.get("value"), "a whole sentence");
  assert.equal(input.get("share"), true);
  assert.equal(input.saved, 1);
  assert.equal(comeBack({ value: "a whole sentence", share: true }).saved, 0);
});

test("what was deleted again does not come back with the page", () => {
  leaveDraft();
  const input = comeBack();
  input.set("value", "");
  const again = comeBack({ value: "a word" });
  assert.equal(again.get("value"), "");
  assert.equal(again.saved, 1);
});

test("on a page that stays the kernel knows better, and the draft is what it has set", () => {
  leaveDraft();
  const drafts = new Drafts(PATH);
  const input = makeInput();
  drafts.follow(input);
  drafts.hold(input, () => input.set("value", "of another tab"));
  assert.equal(input.get("value"), "of another tab");
  assert.equal(comeBack({ value: "of another tab" }).get("value"), "of another tab");
  input.receive({ value: "later" });
  assert.equal(comeBack({ value: "of another tab" }).get("value"), "later");
});

test("what another tab has told the kernel since is not overwritten by an older draft", () => {
  leaveDraft("half");
  const input = comeBack({ value: "half a sentence" });
  assert.equal(input.get("value"), "half a sentence");
  assert.equal(input.saved, 0);
  assert.equal(comeBack().get("value"), "half a sentence");
});

test("a change that the kernel has not heard of at all is put back, too", () => {
  const input = makeInput({ value: "sent before" });
  new Drafts(PATH).follow(input);
  input.set("value", "changed");
  assert.equal(comeBack({ value: "sent before" }).get("value"), "changed");
});

test("what came last of share and mark is kept as well", () => {
  leaveDraft("a word", { share: false, mark: "" });
  const input = comeBack({ value: "a word", share: false, mark: "" });
  input.set("share", true);
  input.set("mark", "M1");
  const again = comeBack({ value: "a word", share: true, mark: "M1" });
  assert.deepEqual([again.get("mark"), again.saved], ["M1", 0]);
});

test("what rests is put back when it opens again, and not into what turns out to be taken", () => {
  leaveDraft("a whole sentence");
  const input = comeBack({ disabled: true, resting: true, value: "a who" });
  assert.equal(input.get("value"), "a who");
  input.receive({ resting: false, disabled: false });
  assert.equal(input.get("value"), "a whole sentence");
  leaveDraft("a whole sentence");
  const taken = comeBack({ disabled: true, resting: true, value: "a who" });
  taken.receive({ resting: false });
  assert.equal(taken.get("value"), "a who");
  assert.equal(sessionStorage.getItem(KEPT), null);
});

for (const [name, traits] of [
  ["comes back locked with a value", { disabled: true, value: "a word" }],
  ["comes back after its round", { over: true }],
]) {
  test(`a draft is forgotten once its input ${name}`, () => {
    leaveDraft();
    comeBack(traits);
    assert.equal(sessionStorage.getItem(KEPT), null);
  });
}

test("a draft stays while its input is locked and empty, until it opens", () => {
  leaveDraft();
  const input = comeBack({ disabled: true });
  assert.equal(input.get("value"), "");
  input.receive({ disabled: false });
  assert.equal(input.get("value"), "a word");
});

test("a draft stays while its input rests, and is put back into one that comes back so", () => {
  leaveDraft();
  assert.equal(comeBack({ disabled: true, resting: true }).get("value"), "a word");
  assert.notEqual(sessionStorage.getItem(KEPT), null);
  comeBack({ disabled: true, resting: true, value: "a word" });
  assert.notEqual(sessionStorage.getItem(KEPT), null);
  assert.equal(comeBack().get("value"), "a word");
});

test("what was being typed when the input came to rest is kept, and what was sent is not", () => {
  for (const [traits, kept] of /** @type {[object, boolean][]} */ ([
    [{ disabled: false }, true],
    [{ disabled: true, value: "sent" }, false],
  ])) {
    const input = comeBack(traits);
    input.receive({ resting: true });
    // The field lets go of its words while it is being locked.
    input.on("change:disabled", () => input.set("value", "half a word"));
    input.receive({ disabled: true });
    assert.notEqual(sessionStorage.getItem(KEPT), null);
    if (kept) input.receive({ disabled: false });
    input.receive({ resting: false });
    assert.equal(sessionStorage.getItem(KEPT) !== null, kept);
    sessionStorage.clear();
  }
});

test("a draft is forgotten when its round ends, and when the kernel has deleted it", () => {
  for (const end of /** @type {((input: WidgetModel) => void)[]} */ ([
    (input) => input.receive({ over: true }),
    (input) => input.receive({ value: "" }),
  ])) {
    leaveDraft();
    const input = comeBack();
    assert.notEqual(sessionStorage.getItem(KEPT), null);
    end(input);
    assert.equal(sessionStorage.getItem(KEPT), null);
  }
});

test("what the kernel sets is no draft, and neither is what the page sets in its stead", () => {
  const drafts = new Drafts(PATH);
  const input = makeInput();
  drafts.follow(input);
  input.receive({ value: "from the kernel" });
  drafts.hold(input, () => input.set("value", "from the page"));
  assert.equal(sessionStorage.getItem(KEPT), null);
});

test("a widget without a prompt keeps nothing", () => {
  const slider = makeInput({ prompt: "" });
  new Drafts(PATH).follow(slider);
  slider.set("value", "5");
  assert.equal(sessionStorage.length, 0);
});

test("another exercise forgets what was kept for the one before, whoever kept it", () => {
  const stay = [KEPT, `kit-coin ${PATH} kind What?`, `kit-coin /s/other act Did you?`, "kit keys"];
  const go = [
    `kit-draft ${PATH} act`,
    `kit-coin ${PATH} act Did you?`,
    `kit-energy-map ${PATH} map`,
  ];
  for (const name of [...stay, ...go]) sessionStorage.setItem(name, "kept");
  new Drafts(PATH).keepOnly(["kind"]);
  assert.deepEqual(Object.keys(sessionStorage).sort(), stay.sort());
});

test("where the browser keeps nothing, a draft lasts as long as the page", () => {
  for (const name of ["getItem", "setItem", "removeItem"]) {
    mock.method(Storage.prototype, name, () => {
      throw new Error("forbidden");
    });
  }
  const drafts = new Drafts(PATH);
  const input = makeInput();
  drafts.follow(input);
  input.set("value", "a word");
  const again = makeInput();
  drafts.follow(again);
  assert.equal(again.get("value"), "a word");
  drafts.keepOnly([]);
  const late = makeInput();
  drafts.follow(late);
  assert.equal(late.get("value"), "");
});
