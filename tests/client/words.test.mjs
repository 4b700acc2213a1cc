/** What scripts say in a language: looked up whole, with places by name and forms for numbers. */

import assert from "node:assert/strict";
import test from "node:test";
import { _, getLanguage, ngettext, pgettext } from "../../kit/widgets/shared/words.js";

const POLISH = {
  "": "pl",
  "{who} is here": "{who} jest tutaj",
  "{n} answer": {
    one: "{n} odpowiedź",
    few: "{n} odpowiedzi",
    many: "{n} odpowiedzi razem",
    other: "",
  },
  "state\u0004Open": "Otwarte",
};

test("without words everything is said in English", () => {
  assert.equal(_("{who} is here", { who: "Ola" }), "Ola is here");
  assert.equal(ngettext("{n} answer", "{n} answers", 1), "1 answer");
  assert.equal(
    ngettext("{n} answer of {all}", "{n} answers of {all}", 0, { all: 4 }),
    "0 answers of 4",
  );
  assert.equal(pgettext("state", "Open"), "Open");
  assert.equal(getLanguage(), "en");
});

test("with words the language's own are said, in the form its numbers have", () => {
  globalThis.kitWords = POLISH;
  assert.equal(_("{who} is here", { who: "{who}" }), "{who} jest tutaj");
  assert.equal(_("Not in it"), "Not in it");
  assert.equal(ngettext("{n} answer", "{n} answers", 1), "1 odpowiedź");
  assert.equal(ngettext("{n} answer", "{n} answers", 3), "3 odpowiedzi");
  assert.equal(ngettext("{n} answer", "{n} answers", 12), "12 odpowiedzi razem");
  assert.equal(pgettext("state", "Open"), "Otwarte");
  assert.equal(pgettext("button", "Open"), "Open");
  assert.equal(getLanguage(), "pl");
  globalThis.kitWords = undefined;
});

test("a place that nothing fills stays where it is", () => {
  assert.equal(_("{who} is here", {}), "{who} is here");
  assert.equal(_("{n} of {n}", { n: 0 }), "0 of 0");
});
