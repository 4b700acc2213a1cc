/**
 * What left this phone: every message that this tab has sent, in the words of the page, for whoever
 * wants to check what was promised.
 *
 * The list is kept in this tab alone. What a message said stays in it no longer than the answer
 * itself: until the round closes, or another exercise is shown.
 */

import { _ } from "../../widgets/shared/words.js";

/** @typedef {import("./manager.js").Model} Model */
/** @typedef {import("./connection.js").FrameUp} FrameUp */
/**
 * @typedef {object} Entry
 * @property {number} at When, in milliseconds since 1970, by this device's clock.
 * @property {string} about The question, the button, or what was done.
 * @property {string | null} [what] What was said to a question; null once it has been wiped.
 * @property {string} [key] Whose answer that is.
 */

const MOST = 200;
const LONGEST = 400;

/** @param {unknown} text */
function cut(text) {
  const words = String(text);
  return words.length > LONGEST
    ? _("{words} \u2026 ({n} characters)", { words: words.slice(0, LONGEST), n: words.length })
    : words;
}

/** @param {unknown} side */
function nameSide(side) {
  if (side === "here") return _("in the room");
  return side === "call" ? _("in the call") : _("nothing");
}

/**
 * What a control's new value means.
 * @param {Model | undefined} model
 * @param {string} name
 * @param {unknown} value
 */
function explain(model, name, value) {
  if (name === "share") return value ? _("it may be shown") : _("it may not be shown");
  if (name === "mark")
    return value
      ? _("the mark {mark} of a key that stays in this tab", { mark: cut(value) })
      : _("no mark, so nobody can claim it");
  if (name === "side") return nameSide(value);
  if (name !== "value") return `${name}: ${cut(JSON.stringify(value))}`;
  /** @type {{value: string, label: string}[]} */
  const options = /** @type {any} */ (model?.attributes)?.options ?? [];
  const labels = [value]
    .flat()
    .map((one) => options.find((each) => each.value === one)?.label ?? one);
  return cut(labels.join(", ")) || _("nothing");
}

/** @param {Model | undefined} model */
function getKey(model) {
  return model?.get("prompt") ? `${model.get("prompt")} ${model.get("text")}` : "";
}

/** @param {string} url */
function explainRequest(url) {
  const path = new URL(url, location.href).pathname;
  if (/\/join\/[^/]*$/.test(path)) return _("You joined");
  if (/\/s\/[^/]*\/claim$/.test(path))
    return _("You sent a name for your sentence, and its key, without the cookie of your seat");
  return /\/(static|sources|sheets)\//.test(path) ? _("A part of this page was fetched") : path;
}

export class Sent {
  /** @type {Entry[]} */
  entries = [];
  /** How many are no longer listed. */
  earlier = 0;
  /** How often the server has asked whether this page is still open. */
  beats = 0;
  #over = false;
  /** Called after every change. */
  onChange = () => {};
  /** Called when the session has ended. */
  onEnd = () => {};
  /** @type {(comm: string) => Model | undefined} */
  find = () => undefined;

  /** @param {string} path The page's own. */
  constructor(path) {
    this.name = `kit-sent ${path}`;
    try {
      Object.assign(this, JSON.parse(sessionStorage.getItem(this.name) ?? "{}"));
    } catch {
      // Forbidden: the list is as old as the page.
    }
    // The browser's own record of its requests: none is missing from it.
    const began = Date.now() - performance.now();
    this.#add({ at: began, about: _("This page was opened") });
    /** @param {PerformanceEntryList} requests */
    const note = (requests) => {
      for (const { name, startTime } of requests)
        this.#add({ at: began + startTime, about: explainRequest(name) });
    };
    note(performance.getEntriesByType("resource"));
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ entryTypes: ["resource"] });
  }

  addLine() {
    this.#add({ at: Date.now(), about: _("The line to the server was opened") });
  }

  addBeat() {
    this.beats += 1;
    this.#keep();
  }

  /** @param {FrameUp} frame */
  addFrame({ comm, data }) {
    const model = this.find(comm);
    const about = cut(model?.get("text") || model?.get("description") || _("A part of this page"));
    const key = getKey(model) || comm;
    const at = Date.now();
    if (data.method === "update") {
      const values = Object.entries(data.state);
      const what = values.map(([name, value]) => explain(model, name, value)).join("; ");
      this.#add({ at, about, what, key });
    } else if (data.content?.event === "click")
      this.#add({ at, about: _("You pressed \u201c{button}\u201d", { button: about }) });
    else {
      const { outcome = "", ...more } = /** @type {Record<string, string>} */ (data.content ?? {});
      const rest = Object.keys(more).length ? cut(JSON.stringify(more)) : "";
      const coin =
        "outcome" in (data.content ?? {})
          ? _("by the coin: {outcome}", { outcome: outcome || _("nothing") })
          : "";
      this.#add({ at, about, what: coin + rest || data.method, key });
    }
  }

  /** @param {Model} model */
  follow(model) {
    model.on("change:over", () => this.#wipe((key) => key === getKey(model)));
  }

  /**
   * Wipe what was said to any question that is no longer asked.
   * @param {Record<string, {state: import("./manager.js").Traits}>} state A page's.
   */
  keepOnly(state) {
    const open = Object.entries(state).filter(([, each]) => !each.state.over);
    const keys = open.map(
      ([
        id,
        {
          state: { prompt, text },
        },
      ]) => (prompt ? `${prompt} ${text}` : id),
    );
    this.#wipe((key) => !keys.includes(key));
  }

  /** The session has ended: the list goes. */
  end() {
    this.entries = [];
    this.#over = true;
    this.#keep();
    this.onEnd();
  }

  /** @param {(key: string) => boolean} isGone */
  #wipe(isGone) {
    for (const entry of this.entries) if (entry.key && isGone(entry.key)) entry.what = null;
    this.#keep();
  }

  /** @param {Entry} entry */
  #add(entry) {
    if (this.#over) return;
    this.entries.push(entry);
    this.earlier += this.entries.splice(0, this.entries.length - MOST).length;
    this.#keep();
  }

  #keep() {
    const { entries, earlier, beats } = this;
    try {
      if (this.#over) sessionStorage.removeItem(this.name);
      else sessionStorage.setItem(this.name, JSON.stringify({ entries, earlier, beats }));
    } catch {
      // Full or forbidden: the list is as old as the page.
    }
    this.onChange();
  }
}
