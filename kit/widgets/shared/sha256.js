/**
 * SHA-256, as FIPS 180-4 describes it, for a few letters at a time. Browsers have one of their own,
 * but not on pages over plain HTTP, as in most workshop rooms; a library of it is three times as long
 * as all else that a phone loads for a claim.
 */

const ROUNDS = 64;
const SIZE = 64; // bytes of a block

/** @type {number[]} */
const start = [];
/** @type {number[]} */
const steps = [];
/** @type {number[]} */
const primes = [];

/**
 * The first 32 bits behind the point.
 * @param {number} root
 */
const cut = (root) => ((root % 1) * 2 ** 32) | 0;

for (let number = 2; primes.length < ROUNDS; number++) {
  if (primes.some((prime) => number % prime === 0)) continue;
  primes.push(number);
  if (start.length < 8) start.push(cut(Math.sqrt(number)));
  steps.push(cut(Math.cbrt(number)));
}

/**
 * @param {number} word
 * @param {number[]} bits By each of which it is turned to the right.
 */
const turn = (word, ...bits) =>
  bits.reduce((all, each) => all ^ ((word >>> each) | (word << (32 - each))), 0);

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array} 32 of them.
 */
export function sha256(bytes) {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / SIZE) * SIZE);
  const view = new DataView(padded.buffer);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state = Int32Array.from(start);
  const words = new Int32Array(ROUNDS);
  for (let at = 0; at < padded.length; at += SIZE) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < ROUNDS; i++) {
      if (i < 16) words[i] = view.getInt32(at + 4 * i);
      else {
        const [late, soon] = [words[i - 15], words[i - 2]];
        const mixed = (turn(late, 7, 18) ^ (late >>> 3)) + (turn(soon, 17, 19) ^ (soon >>> 10));
        words[i] = words[i - 16] + words[i - 7] + mixed;
      }
      const one = h + turn(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + steps[i] + words[i];
      const two = turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] += word;
    });
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}
