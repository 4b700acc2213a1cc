import assert from "node:assert/strict";
import { test } from "node:test";

/** What a block of a run-sheet tells. */
class Block {
  /**
   * @param {string} tagName
   * @param {string} textContent
   * @param {Block | null} firstChild
   */
  constructor(tagName, textContent, firstChild = null) {
    Object.assign(this, { tagName, textContent, firstChild });
  }
}

Object.assign(globalThis, { Element: Block });
const { findCue } = await import("../../kit/client/src/cue.js");

/** @param {string} words */
const line = (words) => new Block("BLOCKQUOTE", words);
/** @param {string} words */
const plain = (words) => new Block("P", words);
/** @param {string} words */
const slanted = (words, rest = "") => new Block("P", words + rest, new Block("EM", words));

const WITHHELD = "Not enough answers to protect you";
const SHEET = [
  plain("Press Close, then Reveal."),
  line("This is what you put in."),
  slanted("If the jar looks small:"),
  line("We are few."),
  slanted(`If the screen says "${WITHHELD}":`),
  line("So nothing is shown."),
  plain("Go on with the pairs."),
  slanted("If somebody asks:"),
  line("Later."),
];

/**
 * @param {Block[]} blocks
 * @param {string} withheld
 * @param {boolean} leftOut
 * @param {boolean} unseen
 */
function read(blocks, withheld, leftOut = false, unseen = false) {
  const given = /** @type {any} */ (blocks);
  /** @param {Element} block */
  const findLeads = ({ textContent }) => (textContent?.includes("Reveal") ? [4] : []);
  const { blocks: shown, said } = findCue(given, "revealed", findLeads, {
    withheld,
    unseen,
    leftOut,
  });
  return { said, words: shown.map(({ textContent }) => textContent) };
}

test("where there is no result, the lines for that are said and no others", () => {
  assert.deepEqual(read(SHEET, WITHHELD), {
    said: true,
    words: [`If the screen says "${WITHHELD}":`, "So nothing is shown.", "Go on with the pairs."],
  });
  assert.deepEqual(read(SHEET, "").words, ["This is what you put in.", "Go on with the pairs."]);
});

test("where the result was left unseen, no line of the sheet is said", () => {
  assert.deepEqual(read(SHEET, "", false, true), { said: false, words: [] });
});

test("a sheet that has no lines for it, or has what to do in one, is read as far as it goes", () => {
  const none = SHEET.slice(0, 4);
  assert.deepEqual(read(none, WITHHELD), read(none, ""));
  const short = [...none, slanted(`If it says "${WITHHELD}":`, " say nothing, and go on.")];
  assert.deepEqual(read(short, WITHHELD), {
    said: false,
    words: [`If it says "${WITHHELD}": say nothing, and go on.`],
  });
});

test("where the form has left a question out, the lines for that take the place of the others", () => {
  const fewer = [slanted("If the first question is left out:"), line("It asks what kind it was.")];
  const sheet = [...SHEET.slice(0, 4), ...fewer, ...SHEET.slice(4)];
  const words = ["If the first question is left out:", "It asks what kind it was."];
  assert.deepEqual(read(sheet, "", true), { said: true, words });
  assert.deepEqual(read(sheet, "").words, ["This is what you put in.", "Go on with the pairs."]);
  // A sheet without such lines is read as ever, and one for no result at all comes first.
  assert.deepEqual(read(SHEET, "", true), read(SHEET, ""));
  assert.deepEqual(read(sheet, WITHHELD, true), read(SHEET, WITHHELD));
});
