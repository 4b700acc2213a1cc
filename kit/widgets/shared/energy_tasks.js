/**
 * A person's own map of tasks, kept in this tab's storage and nowhere else.
 *
 * @typedef {import("./energy_sum.js").Effect} Effect
 * @typedef {{size: number, effect: Effect, strength: boolean, purpose: string}} Block
 * @typedef {{id: number, name: string, now: Block | null, next?: Block | null}} Task A task without
 *   a `next` stays as it is; null stands for none.
 * @typedef {"now" | "next"} Time
 * @typedef {{task: Task, block: Block}} Placed A task that there is at that time.
 */

/** @type {Effect[]} */
export const EFFECTS = ["gives", "neutral", "drains"];
export const MOST_TASKS = 10;
const KEPT = ["reason1", "reason2", "reason3", "strengths", "interests"];

export class TaskMap {
  #key;
  /** @type {Task[]} */
  tasks = [];
  /** @type {Record<string, string>} */
  notes = {};

  /** @param {string} prompt Name of the prompt; the page's own path keeps sessions apart. */
  constructor(prompt) {
    this.#key = `kit-energy-map ${location.pathname} ${prompt}`;
    this.#load();
  }

  /**
   * @param {Time} time
   * @returns {Placed[]}
   */
  list(time) {
    return /** @type {Placed[]} */ (
      this.tasks
        .map((task) => ({ task, block: this.getBlock(task, time) }))
        .filter(({ block }) => block !== null)
    );
  }

  /** Tasks that there are now and will not be next. */
  listDropped() {
    return this.tasks.filter((task) => task.now && task.next === null);
  }

  /**
   * @param {Task} task
   * @param {Time} time
   * @returns {Block | null}
   */
  getBlock(task, time) {
    return time === "next" && task.next !== undefined ? task.next : task.now;
  }

  /**
   * @param {string} name
   * @param {Time} time
   */
  add(name, time) {
    /** @type {Block} */
    const block = { size: 2, effect: "neutral", strength: false, purpose: "" };
    const id = 1 + Math.max(0, ...this.tasks.map((task) => task.id));
    const task = time === "now" ? { id, name, now: block } : { id, name, now: null, next: block };
    this.tasks.push(task);
    this.save();
    return task;
  }

  /**
   * Change a block now or next; what is only next leaves now as it is.
   *
   * @param {Task} task
   * @param {Time} time
   * @param {Partial<Block>} change
   */
  change(task, time, change) {
    task[time] = { .../** @type {Block} */ (this.getBlock(task, time)), ...change };
    this.save();
  }

  /**
   * Take a task out: for good where it stands now, from next alone where it is dropped.
   *
   * @param {Task} task
   * @param {Time} time
   */
  drop(task, time) {
    if (time === "next" && task.now) task.next = null;
    else this.tasks = this.tasks.filter((one) => one !== task);
    this.save();
  }

  /** @param {Task} task Let a task be next what it is now. */
  bringBack(task) {
    delete task.next;
    this.save();
  }

  /** Purposes named so far. */
  listPurposes() {
    const named = this.list("next").map(({ block }) => block.purpose);
    return [...new Set(named.filter(Boolean))];
  }

  isEmpty() {
    return this.tasks.length === 0 && KEPT.every((name) => !this.notes[name]);
  }

  save() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ tasks: this.tasks, notes: this.notes }));
    } catch {
      // Full or forbidden: the map lasts as long as the page.
    }
  }

  wipe() {
    this.tasks = [];
    this.notes = {};
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Forbidden: nothing was kept there.
    }
  }

  #load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      if (kept) ({ tasks: this.tasks, notes: this.notes } = kept);
    } catch {
      // Forbidden: the map begins anew.
    }
  }
}
