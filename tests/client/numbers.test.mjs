/** Numbers and times of day as the language of the page writes them. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { _, formatNumber, formatTime, ngettext } from "../../kit/widgets/shared/words.js";

const NARROW = "\u202f";
const MORNING = Date.UTC(2026, 10, 21, 9, 5, 7);

/** @param {string} tag */
function speak(tag) {
  globalThis.kitWords = tag === "en" ? {} : { "": tag };
}

afterEach(() => {
  globalThis.kitWords = undefined;
});

/** @type {[string, string, string, string][]} */
const WRITTEN = [
  ["en", "1,234", "12,345", "2.5"],
  ["en-XA", "1,234", "12,345", "2.5"],
  ["de", "1.234", "12.345", "2,5"],
  ["fr", `1${NARROW}234`, `12${NARROW}345`, "2,5"],
  ["es", "1234", "12.345", "2,5"],
  ["ar", "1,234", "12,345", "2.5"],
];

test("a number is grouped and has the point or the comma of the language", () => {
  for (const [tag, four, five, half] of WRITTEN) {
    speak(tag);
    assert.deepEqual(
      [formatNumber(999), formatNumber(1234), formatNumber(12345), formatNumber(2.5, 1)],
      ["999", four, five, half],
      tag,
    );
  }
});

test("a number has no more digits behind the point than there is room for, and none that say nothing", () => {
  assert.equal(formatNumber(5 / 3, 2), "1.67");
  assert.equal(formatNumber(2, 2), "2");
  assert.equal(formatNumber(-5), "-5");
});

test("numbers in the places of a sentence are written so too, and texts stay", () => {
  speak("de");
  assert.equal(_("{n} of {all}", { n: 5, all: 1500 }), "5 of 1.500");
  assert.equal(ngettext("{n} answer", "{n} answers", 1234), "1.234 answers");
  assert.equal(_("in {year}", { year: "2026" }), "in 2026");
});

test("a time of day is that of the page's language, with the seconds where they count", () => {
  for (const tag of ["en", "en-XA", "de", "fr"]) {
    speak(tag);
    assert.equal(formatTime(MORNING, { zone: "UTC" }), "09:05", tag);
    assert.equal(formatTime(MORNING, { zone: "UTC", seconds: true }), "09:05:07", tag);
  }
  speak("ar");
  assert.match(formatTime(MORNING, { zone: "UTC" }), /^0?9:05/);
});
