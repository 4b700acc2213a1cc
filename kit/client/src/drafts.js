/**
 * Drafts: what has been written into a prompt and not sent yet, kept in this browser tab.
 *
 * A draft belongs to a prompt's name and question. It is put back where that question comes back
 * open, and forgotten once the input comes back locked with a value: then it was taken. On a page that
 * was loaded again it stands for what the kernel has heard of it before; what the kernel has from
 * elsewhere, from another tab for instance, stands for the draft. An input that only rests is as one that is open, and keeps what it holds.
 * Once the round is over, or another exercise is shown, nothing of it stays in the browser.
 */

const FOLLOWED = ["value", "share", "mark", "disabled", "resting", "over"];
/* Of so many values it is known that they were this tab's. */
const MOST_KNOWN = 50;
const LOCKS = ["disabled", "resting", "over"];
/* Under these names the page and its inputs keep what is written, with the page's path behind. */
const KEEPERS = ["kit-draft", "kit-coin", "kit-energy-map", "kit-mirror", "kit-key"];

/** @typedef {import("./manager.js").Model} Model */
/**
 * @typedef {object} Draft As it is kept in the browser.
 * @property {import("./manager.js").Answer} value
 * @property {boolean} [share]
 * @property {string} [mark] Of the key to a sentence that may be claimed.
 * @property {string} text The question.
 * @property {string[]} was What it was before, as JSON: what the kernel may have heard from this tab.
 */

/**
 * @param {import("./manager.js").Answer | undefined} value
 * @returns {boolean}
 */
function isEmpty(value) {
  return value === undefined || value === null || /** @type {string} */ (value).length === 0;
}

export class Drafts {
  /**
   * Where the browser keeps nothing, drafts last as long as the page.
   * @type {Map<string, string>}
   */
  #kept = new Map();
  /** @type {Model | null} */
  #held = null;
  /**
   * What has come onto the page and has not been open yet.
   * @type {WeakSet<Model>}
   */
  #fresh = new WeakSet();

  /** @param {string} path The page's own: two sessions in one tab keep their drafts apart. */
  constructor(path) {
    this.path = path;
  }

  /**
   * Keep the drafts of a model, if it is the input of a prompt.
   * @param {Model} model
   */
  follow(model) {
    if (typeof model.get("prompt") !== "string" || !model.get("prompt")) return;
    model.on("change", () => this.#note(model));
    this.#fresh.add(model);
    this.#settle(model);
  }

  /**
   * Forget what was kept for any other question than these, by whichever input.
   * @param {string[]} prompts Their names.
   */
  keepOnly(prompts) {
    const begins = KEEPERS.map((keeper) => `${keeper} ${this.path} `);
    const stay = begins.flatMap((begin) => prompts.map((prompt) => begin + prompt));
    /** @param {string} name */
    const isLeft = (name) =>
      begins.some((begin) => name.startsWith(begin)) &&
      !stay.some((begin) => name === begin || name.startsWith(`${begin} `));
    for (const name of [...this.#kept.keys()].filter(isLeft)) this.#kept.delete(name);
    try {
      for (const name of Object.keys(sessionStorage).filter(isLeft))
        sessionStorage.removeItem(name);
    } catch {
      // Forbidden: nothing was kept there.
    }
  }

  /**
   * Change a model's state without taking the change for somebody's wish.
   * @param {Model} model
   * @param {() => void} change
   */
  hold(model, change) {
    this.#held = model;
    try {
      change();
    } finally {
      this.#held = null;
    }
    if (model.get("prompt")) this.#settle(model);
  }

  /** @param {Model} model */
  #note(model) {
    if (model === this.#held || !FOLLOWED.some((name) => model.hasChanged(name))) return;
    const fromKernel = Boolean(model._state_lock);
    if (!fromKernel) this.#keep(model);
    else if (LOCKS.some((name) => model.hasChanged(name))) this.#settle(model);
    else this.#agree(model);
  }

  /**
   * The kernel has set a value: it is what the draft is from now on, if there is one.
   * @param {Model} model
   */
  #agree(model) {
    if (isEmpty(model.get("value"))) this.#forget(model);
    else if (this.#read(model)) this.#keep(model);
  }

  /** @param {Model} model */
  #keep(model) {
    const { value, share, mark, text, over } = model.attributes;
    if (over) {
      this.#forget(model);
      return;
    }
    const before = this.#read(model);
    const known = before && before.text === text ? before.was : [];
    const was = [...known, JSON.stringify(model.previous("value")), JSON.stringify(value)];
    const draft = JSON.stringify({
      ...{ value, share, mark, text },
      was: [...new Set(was)].slice(-MOST_KNOWN),
    });
    this.#kept.set(this.#name(model), draft);
    try {
      sessionStorage.setItem(this.#name(model), draft);
    } catch {
      // Full or forbidden: the copy in memory has to do.
    }
  }

  /** @param {Model} model */
  #settle(model) {
    const { value, disabled, resting, over } = model.attributes;
    const locked = disabled && !resting;
    const taken = over || (locked && !isEmpty(value));
    if (taken) {
      this.#forget(model);
      this.#fresh.delete(model);
    }
    if (locked || over) return;
    if (isEmpty(value)) this.#putBack(model);
    // It may turn out to have been taken when the rest is over.
    else if (resting && this.#fresh.has(model)) return;
    // What was being typed when it came to rest is told by the locking itself.
    else if (resting) this.#keep(model);
    else if (this.#fresh.has(model) && this.#knows(model)) this.#putBack(model);
    else this.#agree(model);
    this.#fresh.delete(model);
  }

  /**
   * Whether the kernel has what this tab has told it, some time.
   * @param {Model} model
   */
  #knows(model) {
    return this.#read(model)?.was.includes(JSON.stringify(model.get("value"))) ?? false;
  }

  /** @param {Model} model */
  #putBack(model) {
    const draft = this.#read(model);
    if (!draft || draft.text !== model.get("text")) return;
    if (isEmpty(draft.value) && isEmpty(model.get("value"))) return;
    let isNews = false;
    for (const name of /** @type {const} */ (["value", "share", "mark"])) {
      const wish = draft[name];
      if (wish === undefined || JSON.stringify(wish) === JSON.stringify(model.get(name))) continue;
      model.set(name, wish);
      isNews = true;
    }
    if (isNews) model.save_changes();
  }

  /**
   * @param {Model} model
   * @returns {Draft | null}
   */
  #read(model) {
    const name = this.#name(model);
    try {
      return JSON.parse(
        /** @type {string} */ (this.#kept.get(name) ?? sessionStorage.getItem(name)),
      );
    } catch {
      return null;
    }
  }

  /** @param {Model} model */
  #forget(model) {
    this.#kept.delete(this.#name(model));
    try {
      sessionStorage.removeItem(this.#name(model));
    } catch {
      // Forbidden: nothing was kept there.
    }
  }

  /** @param {Model} model */
  #name(model) {
    return `kit-draft ${this.path} ${model.get("prompt")}`;
  }
}
