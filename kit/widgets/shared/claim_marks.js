import { keepKey, recallKey } from "./claim_keys.js";
import { sha256 } from "./sha256.js";

const SIZE = 32; // bytes of a key

/**
 * Write bytes in the letters of URL-safe base64.
 * @param {Uint8Array} bytes
 */
function spell(bytes) {
  const letters = btoa(String.fromCharCode(...bytes));
  return letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * The mark of a key: the hash of its letters.
 * @param {string} key
 */
export function makeMark(key) {
  return spell(sha256(Uint8Array.from(key, (letter) => letter.charCodeAt(0))));
}

/**
 * The mark of this tab's key for a prompt; the key is drawn where there is none.
 * @param {string} prompt
 * @param {string} round
 * @returns {string} "" where the browser keeps no key.
 */
export function findMark(prompt, round) {
  const kept = recallKey(prompt, round);
  if (kept) return kept.mark;
  const key = spell(crypto.getRandomValues(new Uint8Array(SIZE)));
  const mark = makeMark(key);
  return keepKey(prompt, round, { key, mark }) ? mark : "";
}
