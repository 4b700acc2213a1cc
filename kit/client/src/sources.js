/**
 * Scripts and styles of widgets. A widget's state names them; what the page does
 * not carry is fetched once and kept, all that is missing in one request, under an address that a
 * browser may keep for good.
 */

const PREFIX = "kit-source:";
const TRAITS = /** @type {const} */ (["_esm", "_css"]);
const TRIES = 6;
const FIRST_WAIT = 300;

/** @typedef {import("./manager.js").State} State */

/**
 * @param {Record<string, unknown>} state
 * @returns {string[]} Names that a widget's state mentions.
 */
function listNames(state) {
  const texts = /** @type {string[]} */ (TRAITS.map((trait) => state[trait]));
  return texts
    .filter((value) => typeof value === "string" && value.startsWith(PREFIX))
    .map((value) => value.slice(PREFIX.length));
}

export class Sources {
  /** @type {Map<string, Promise<string>>} */
  #texts = new Map();

  constructor() {
    const carried = document.getElementById("kit-sources");
    this.add(JSON.parse(carried?.textContent || "{}"));
  }

  /** @param {Record<string, string>} texts What came with a page, by name. */
  add(texts) {
    for (const [name, text] of Object.entries(texts)) this.#texts.set(name, Promise.resolve(text));
  }

  /**
   * Put the texts into widgets' states where their names stand.
   * @param {State[]} states
   */
  async fill(states) {
    this.#order(states.flatMap(listNames));
    for (const state of states) {
      for (const trait of TRAITS) {
        const [name] = listNames({ [trait]: state[trait] });
        if (name) state[trait] = await this.#texts.get(name);
      }
    }
  }

  /**
   * Fetch what is not here or on its way.
   * @param {string[]} names
   */
  #order(names) {
    const missing = [...new Set(names)].filter((name) => !this.#texts.has(name)).sort();
    if (!missing.length) return;
    const coming = load(missing);
    for (const name of missing) {
      const text = coming.then((texts) => texts[name]);
      this.#texts.set(name, text);
      text.catch(() => this.#texts.delete(name)); // the next page asks again
    }
  }
}

/**
 * Beside the folder of this script, wherever a proxy has put it.
 * @param {string[]} names
 */
function findAddress(names) {
  const script = /** @type {HTMLScriptElement} */ (document.getElementById("kit-script"));
  return new URL(`../sources/${names.join(".")}`, script.src).href;
}

/**
 * @param {string[]} names
 * @returns {Promise<Record<string, string>>} The texts.
 */
async function load(names) {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await fetch(findAddress(names));
      if (answer.ok) return await answer.json();
      if (answer.status === 404) tries = TRIES;
      throw new Error(`The widgets' scripts could not be loaded (${answer.status}).`);
    } catch (error) {
      if (tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * 2 ** tries));
    }
  }
}
