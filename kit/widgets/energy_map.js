import { makeDraggable } from "./shared/drag.js";
import { shareEnergy, tellShares } from "./shared/energy_sum.js";
import { EFFECTS, MOST_TASKS, TaskMap } from "./shared/energy_tasks.js";
import { follow, make, makeId, makeWords, write } from "./shared/field.js";
import { INTRODUCTIONS, STEPS } from "./shared/map_steps.js";
import { makeNotes } from "./shared/own_notes.js";
import { makeButton, makeChips, makeLine, offer } from "./shared/task_controls.js";
import { capitalise, DOES, describe, mark, SIZES } from "./shared/task_words.js";
import { makeBoth } from "./shared/towers.js";
import { _ } from "./shared/words.js";

const FEWEST_TASKS = 3;
/** @typedef {import("./shared/energy_tasks.js").Block} Block */
/** @typedef {import("./shared/energy_tasks.js").Effect} Effect */
/** @typedef {import("./shared/energy_tasks.js").Task} Task */
/** @typedef {import("./shared/energy_tasks.js").Time} Time */
/** @typedef {import("./shared/map_steps.js").Step} Step */

const PRIVATE = _("This map stays in this browser. Nobody else sees a task or a word of it.");
const KEYS = _("Arrow keys left and right move it, up and down change its size, Enter opens it");

/**
 * @typedef {object} Own As `energy_map.py` describes them.
 * @property {number[]} value
 */
/** @typedef {import("./shared/types.js").InputTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const map = new TaskMap(model.get("prompt"));
  const root = make("fieldset", "kit kit-input kit-energy-map");
  const question = make("legend", "kit-question");
  const words = makeWords(model);
  const privacy = make("p", "kit-hint", PRIVATE);
  const steps = make("div", "kit-steps-row");
  const page = make("fieldset", "kit-page");
  const sent = make("p", "kit-sent");
  const wipe = make("button", "kit-plain kit-wipe");
  const spoken = make("p", "kit-unseen");
  steps.setAttribute("role", "group");
  steps.setAttribute("aria-label", _("Steps of the map"));
  wipe.type = "button";
  spoken.setAttribute("aria-live", "polite");
  root.append(question, words.help, privacy, words.error, steps, page, sent, wipe, spoken);
  el.append(root);

  /** @type {Step} */
  let step = "now";
  /** Number of the task whose details are open. */
  let open = 0;
  /** Asked to press the wipe button again, and wiped since the shares were last handed over. */
  let asked = false;
  let wiped = false;
  let drawn = false;
  /** It was locked for a moment. */
  let rested = false;

  function count() {
    const shares = /** @type {Time[]} */ (["now", "next"]).map((time) =>
      shareEnergy(map.list(time).map(({ block }) => block)),
    );
    return map.list("now").length < FEWEST_TASKS ? [] : shares.flat();
  }

  /**
   * Hand over the four shares, once something outside the map is pressed.
   * @param {Event} event
   */
  function settle(event) {
    const pressed = /** @type {Node} */ (event.target);
    if (root.contains(pressed) || model.get("disabled") || model.get("over")) return;
    const shares = count();
    // A map that is gone from this browser does not take back what was sent from it.
    if (map.isEmpty() && !wiped) return;
    if (String(shares) === String(model.get("value"))) return;
    wiped = false;
    model.set("value", shares);
    model.save_changes();
  }

  /** @param {Step} name */
  function goTo(name) {
    step = name;
    open = 0;
    draw();
  }

  function drawSteps() {
    steps.replaceChildren(
      ...STEPS.map(([name, label], place) => {
        const button = makeButton("kit-step", `${place + 1} ${label}`, () => {
          goTo(name);
          /** @type {HTMLElement} */ (steps.children[place]).focus();
        });
        if (name === step) button.setAttribute("aria-current", "step");
        return button;
      }),
    );
  }

  /** @param {Time} time */
  function makeAdding(time) {
    const row = make("div", "kit-adding");
    const input = makeLine(time === "now" ? _("A task") : _("A task to add"), "", () => {});
    const add = makeButton("kit-second", _("Add"), () => {
      const name = input.field.value.trim();
      if (name) {
        const task = map.add(name, time);
        say(_("{name} added, medium, neutral", { name }));
        open = task.id;
        draw();
      }
      focusAdding();
    });
    input.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      add.click();
    });
    add.disabled = input.field.disabled = map.list(time).length >= MOST_TASKS;
    row.append(input.label, add);
    return row;
  }

  /** @param {Time} time */
  function makeBoard(time) {
    const board = make("div", "kit-board");
    for (const effect of EFFECTS) {
      const column = make("div", `kit-column kit-${effect}`);
      const title = make("p", "kit-column-title", capitalise(DOES[effect]));
      const list = make("div", "kit-blocks");
      title.id = makeId();
      list.setAttribute("role", "group");
      list.setAttribute("aria-labelledby", title.id);
      const mine = map.list(time).filter(({ block }) => block.effect === effect);
      list.append(...mine.map(({ task, block }) => makeBlock(task, block, time)));
      column.dataset.effect = effect;
      column.append(title, list);
      board.append(column);
    }
    return board;
  }

  /**
   * Draw a task's block as a button that is opened, dragged and moved by keys.
   * @param {Task} task
   * @param {Block} block
   * @param {Time} time
   */
  function makeBlock(task, block, time) {
    const button = makeButton(`kit-block kit-size-${block.size}`, "", () => {
      open = open === task.id ? 0 : task.id;
      draw();
      find(task.id)?.focus();
    });
    button.dataset.task = String(task.id);
    button.setAttribute("aria-label", describe(task, block));
    button.setAttribute("aria-description", KEYS);
    button.setAttribute("aria-expanded", String(open === task.id));
    button.append(
      make("span", "kit-name", task.name),
      make("span", "kit-mark", mark(task, block, time)),
    );
    button.addEventListener("keydown", (event) => {
      const place = EFFECTS.indexOf(block.effect);
      const on = getComputedStyle(root).direction === "rtl" ? -1 : 1;
      /** @type {Record<string, Partial<Block>>} */
      const moves = {
        ArrowLeft: { effect: EFFECTS[place - on] },
        ArrowRight: { effect: EFFECTS[place + on] },
        ArrowUp: { size: block.size < 3 ? block.size + 1 : undefined },
        ArrowDown: { size: block.size > 1 ? block.size - 1 : undefined },
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      if (Object.values(move)[0] !== undefined) change(task, time, move);
    });
    makeDraggable(button, (effect) => {
      if (effect !== block.effect) change(task, time, { effect });
    });
    return button;
  }

  /**
   * @param {Task} task
   * @param {Time} time
   * @param {Partial<Block>} what
   */
  function change(task, time, what) {
    map.change(task, time, what);
    draw();
    find(task.id)?.focus();
    say(describe(task, /** @type {Block} */ (map.getBlock(task, time))));
  }

  /**
   * Draw what can be said about one task, below the board.
   * @param {Task} task
   * @param {Block} block
   * @param {Time} time
   */
  function makeDetails(task, block, time) {
    const box = make("fieldset", "kit-details");
    const name = makeLine(_("Name"), task.name, (text) => {
      task.name = text.trim() || task.name;
      map.save();
      redrawBoard(time);
    });
    const strength = make("label", "kit-check");
    const tick = make("input");
    tick.type = "checkbox";
    tick.checked = block.strength;
    tick.addEventListener("change", () => {
      map.change(task, time, { strength: tick.checked });
      redrawBoard(time);
    });
    strength.append(tick, make("span", "", _("Uses my strengths")));
    box.append(
      make("legend", "", task.name),
      makeChips(
        _("How much energy it takes"),
        [1, 2, 3],
        block.size,
        (size) => capitalise(SIZES[size]),
        (size) => {
          map.change(task, time, { size });
          redrawBoard(time);
        },
      ),
      makeChips(
        _("What it does to mine"),
        EFFECTS,
        block.effect,
        (effect) => capitalise(DOES[effect]),
        (effect) => {
          map.change(task, time, { effect });
          redrawBoard(time);
        },
      ),
      strength,
      name.label,
    );
    if (time === "next") box.append(makePurpose(task, block));
    const row = make("div", "kit-buttons");
    const gone = time === "next" && task.now ? _("Drop it") : _("Remove it");
    row.append(
      makeButton("kit-second", _("Done"), () => {
        open = 0;
        draw();
        find(task.id)?.focus();
      }),
      makeButton("kit-plain", gone, () => {
        map.drop(task, time);
        open = 0;
        say(_("{name} is out", { name: task.name }));
        draw();
        focusAdding();
      }),
    );
    box.append(row);
    return box;
  }

  /**
   * @param {Task} task
   * @param {Block} block
   */
  function makePurpose(task, block) {
    const line = makeLine(_("What it is for, in my own words"), block.purpose, (text) => {
      map.change(task, "next", { purpose: text.trim() });
      redrawBoard("next");
    });
    offer(line, map.listPurposes());
    return line.label;
  }

  /**
   * Draw the board anew and leave the open details, where somebody is working, alone.
   * @param {Time} time
   */
  function redrawBoard(time) {
    page.querySelector(".kit-board")?.replaceWith(makeBoard(time));
    drawSent();
  }

  function makeDropped() {
    const rows = map.listDropped().map((task) => {
      const row = make("p", "kit-dropped", _("{name}: dropped. ", { name: task.name }));
      row.append(
        makeButton("kit-plain", _("Bring back"), () => {
          map.bringBack(task);
          draw();
          find(task.id)?.focus();
        }),
      );
      return row;
    });
    return rows;
  }

  function drawPage() {
    /** @type {HTMLElement[]} */
    const parts = [make("p", "kit-introduction", INTRODUCTIONS[step])];
    if (step === "me") parts.push(...makeNotes(map));
    else if (step === "both") parts.push(makeBoth(map));
    else {
      const there = map.list(step);
      const chosen = there.find(({ task }) => task.id === open);
      const told = [_("{n} of 6 to 10 tasks.", { n: there.length })];
      if (there.length >= MOST_TASKS) told.push(_("{most} are enough.", { most: MOST_TASKS }));
      const counted = make("p", "kit-hint", told.join(" "));
      parts.push(makeAdding(step), counted, makeBoard(step));
      if (there.length)
        parts.push(make("p", "kit-hint", _("Drag a block, or press it to change it.")));
      if (chosen) parts.push(makeDetails(chosen.task, chosen.block, step));
      if (step === "next") parts.push(...makeDropped());
    }
    page.replaceChildren(...parts);
    page.disabled = model.get("disabled");
  }

  function drawSent() {
    const shares = count();
    const gone = _("Your four shares were sent. The map itself is not in this browser any more.");
    const lost = map.isEmpty() && model.get("value").length > 0 && !wiped;
    write(sent, lost ? gone : tellShares(shares));
  }

  function draw() {
    drawn = true;
    words.draw(question, root, model.get("error"));
    drawSteps();
    drawPage();
    drawSent();
    ask(asked);
    wipe.hidden = map.isEmpty() || model.get("disabled");
  }

  /** A locked map that holds something is there to be looked at. One that rests stays as it is. */
  function lock() {
    const rests = model.get("resting");
    if (drawn && (rests || rested)) {
      rested = rests;
      page.disabled = model.get("disabled");
      wipe.hidden = map.isEmpty() || page.disabled;
      return;
    }
    rested = rests;
    if (rests) {
      draw();
      return;
    }
    if (model.get("disabled") && map.tasks.length) step = "both";
    else if (step === "both" && !model.get("disabled")) step = "next";
    open = 0;
    draw();
  }

  function end() {
    if (!model.get("over")) return;
    map.wipe();
    say("");
    goTo("now");
  }

  wipe.addEventListener("click", () => {
    if (asked) {
      asked = false;
      wiped = true;
      map.wipe();
      say(_("Your map is wiped"));
      goTo("now");
      /** @type {HTMLElement} */ (steps.firstChild).focus();
      return;
    }
    ask(true);
  });
  wipe.addEventListener("blur", () => ask(false));

  /** @param {boolean} whether */
  function ask(whether) {
    asked = whether;
    wipe.textContent = asked ? _("Press again to wipe everything") : _("Wipe my map");
  }

  const focusAdding = () =>
    /** @type {HTMLElement | null} */ (page.querySelector(".kit-adding input"))?.focus();
  /** @type {(id: number) => HTMLElement | null} */
  const find = (id) => page.querySelector(`[data-task="${id}"]`);
  /** @param {string} text */
  const say = (text) => {
    spoken.textContent = text;
  };

  lock();
  end();
  const leaving = ["pointerdown", "click"];
  for (const name of leaving) document.addEventListener(name, settle, true);
  const stop = [
    follow(model, ["disabled"], lock),
    follow(model, ["over"], end),
    follow(model, ["value", "text", "help", "error"], () => {
      words.draw(question, root, model.get("error"));
      drawSent();
    }),
  ];
  return () => {
    for (const stopOne of stop) stopOne();
    for (const name of leaving) document.removeEventListener(name, settle, true);
    root.remove();
  };
}

export default { render };
