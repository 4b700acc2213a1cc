/**
 * A glass jar that fills with marbles, one by one, beside a table of the same numbers.
 *
 * @typedef {{value: string, label: string, letter: string, colour: string, count: number}} Kind
 * @typedef {{kind: Kind, group: SVGElement, spot: import("./shared/heap.js").Ball | null,
 *   falling: boolean, timer: ReturnType<typeof setTimeout> | number,
 *   motion: Animation | null}} Marble
 */
import { follow, make, write } from "./shared/field.js";
import { drawGlass, sketch } from "./shared/glass.js";
import { MIDDLE, noise, pack } from "./shared/heap.js";
import { makeTeller } from "./shared/stage.js";
import { _, formatNumber, joinItems, ngettext } from "./shared/words.js";

const FALL = 600;
const GAP = 120;
const LONGEST_DROP = 12_000;
const MOUTH = { left: 190, right: 370, foot: 84 };
/** @type {Kind} The leader's marble: named, at the bottom, in no count. */
const GOLD = { value: "", label: "", letter: "\u2605", colour: "gold", count: 1 };

/**
 * @typedef {object} Own As `marble_jar.py` describes them.
 * @property {Kind[]} marbles
 * @property {string} gold
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("div", "kit kit-figure kit-marble-jar");
  const stage = make("div", "kit-stage");
  const glass = make("div", "kit-glass");
  const message = make("p", "kit-message");
  const words = make("div", "kit-words");
  const total = make("p", "kit-total");
  const number = make("strong");
  const noun = make("span");
  const table = make("table");
  const note = make("p", "kit-note");
  const { picture, layer, tag, name } = drawGlass(glass);
  total.append(number, noun);
  words.append(total, table, note);
  glass.append(message);
  stage.append(glass, words);
  root.append(stage);
  el.append(root);
  const teller = makeTeller(root, "stays");

  /** @type {Map<string, HTMLElement>} The cells of the counts, by kind. */
  let cells = new Map();
  const marbles = new Marbles(layer, count);

  // The numbers grow with the marbles that have come to rest.
  function count() {
    let sum = 0;
    for (const [value, cell] of cells) {
      const resting = marbles.count(value);
      sum += resting;
      cell.textContent = total.classList.contains("kit-empty") ? "" : formatNumber(resting);
      cell.classList.toggle("kit-none", resting === 0);
    }
    number.textContent = formatNumber(sum);
    noun.textContent = ngettext(" marble", " marbles", sum);
  }

  /** @param {boolean} moving Whether to show how the marbles get there. */
  function draw(moving) {
    const kinds = model.get("marbles");
    const gold = model.get("gold");
    const sum = addUp(kinds);
    cells = fillTable(table, kinds);
    // The column is as wide as its largest number from the start, so that nothing shifts.
    const digits = Math.max(...kinds.map((kind) => formatNumber(kind.count).length), 2);
    table.style.setProperty("--digits", String(digits));
    table.hidden = kinds.length === 0;
    // Its room is kept, so that nothing moves aside when the first marble drops.
    total.classList.toggle("kit-empty", sum === 0);
    write(message, sum === 0 ? model.get("message") : "");
    write(note, model.get("note"));
    write(name, gold);
    tag.toggleAttribute("hidden", !gold);
    picture.setAttribute("aria-label", describe(kinds, gold, model.get("message")));
    marbles.show(kinds, gold !== "", moving);
    teller.tell("", sum > 0);
  }

  draw(false);
  const stop = follow(model, ["marbles", "gold", "message", "note"], () => {
    draw(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  });
  return () => {
    stop();
    teller.stop();
    marbles.clear();
    root.remove();
  };
}

/** The marbles in the glass: which lie there, where, and how the next ones come. */
class Marbles {
  /** @type {Marble[]} In the order in which they fell, the gold one first. */
  #inside = [];
  #busyUntil = 0;

  /**
   * @param {SVGElement} layer
   * @param {() => void} changed Called when marbles have come to rest or have gone.
   */
  constructor(layer, changed) {
    this.layer = layer;
    this.changed = changed;
  }

  clear() {
    for (const { timer, motion } of this.#inside) {
      clearTimeout(timer);
      motion?.cancel();
    }
    this.#inside = [];
    this.#busyUntil = 0;
    this.layer.replaceChildren();
  }

  /**
   * How many of a kind have come to rest.
   *
   * @param {string} value
   */
  count(value) {
    return this.#inside.filter((one) => one.kind.value === value && !one.falling).length;
  }

  /**
   * @param {Kind[]} kinds
   * @param {boolean} gold
   * @param {boolean} moving
   */
  show(kinds, gold, moving) {
    const wanted = gold ? [GOLD, ...kinds] : kinds;
    // A jar only fills. Where a marble would have to go, a new round has begun.
    const kept = this.#inside.every(({ kind }) =>
      wanted.some(({ value, count }) => value === kind.value && count >= this.#has(value)),
    );
    if (!kept) this.clear();
    else if (addUp(wanted) === this.#inside.length) return this.changed();
    const coming = mix(
      wanted.map((kind) => ({ kind, count: kind.count - this.#has(kind.value) })),
    ).map((kind) => makeMarble(this.layer, kind));
    this.#inside.push(...coming);
    this.#inside.sort((one, other) => Number(other.kind === GOLD) - Number(one.kind === GOLD));
    const spots = pack(this.#inside.length - Number(gold), gold);
    this.#inside.forEach((marble, index) => {
      settle(marble, spots[index], moving);
    });
    if (moving) this.#drop(coming);
    else for (const marble of coming) marble.falling = false;
    this.changed();
  }

  /** @param {string} value */
  #has(value) {
    return this.#inside.filter(({ kind }) => kind.value === value).length;
  }

  /** @param {Marble[]} coming */
  #drop(coming) {
    const now = performance.now();
    const wait = Math.max(0, this.#busyUntil - now);
    const gap = Math.min(GAP, (LONGEST_DROP - FALL) / coming.length);
    coming.forEach((marble, turn) => {
      // Hundreds of motions that wait for their turn would slow down those that run.
      marble.group.classList.add("kit-waiting");
      marble.timer = setTimeout(() => this.#letFall(marble, turn), wait + turn * gap);
    });
    this.#busyUntil = now + wait + coming.length * gap;
  }

  /**
   * @param {Marble} marble
   * @param {number} turn
   */
  #letFall(marble, turn) {
    marble.group.classList.remove("kit-waiting");
    marble.motion = marble.group.animate(
      fall(/** @type {import("./shared/heap.js").Ball} */ (marble.spot), turn),
      FALL,
    );
    marble.motion.onfinish = () => {
      marble.falling = false;
      marble.motion = null;
      this.changed();
    };
  }
}

/**
 * @param {SVGElement} layer
 * @param {Kind} kind
 * @returns {Marble}
 */
function makeMarble(layer, kind) {
  const group = sketch(layer, "g", { class: "kit-marble" });
  tint(group, kind.colour);
  sketch(group, "circle", { class: "kit-ball" });
  sketch(group, "circle", { class: "kit-shine" });
  sketch(group, "text", { dy: "0.36em" }).textContent = kind.letter;
  return { kind, group, spot: null, falling: true, timer: 0, motion: null };
}

/**
 * Give a marble its spot; one that lies elsewhere rolls there.
 *
 * @param {Marble} marble
 * @param {import("./shared/heap.js").Ball} spot
 * @param {boolean} moving
 */
function settle(marble, spot, moving) {
  const { group, spot: before } = marble;
  if (before && before.x === spot.x && before.y === spot.y && before.r === spot.r) return;
  marble.spot = spot;
  group.setAttribute("transform", `translate(${spot.x.toFixed(2)} ${spot.y.toFixed(2)})`);
  for (const circle of group.querySelectorAll("circle")) {
    circle.setAttribute("r", (spot.r - 0.6).toFixed(2));
  }
  group.querySelector("text")?.setAttribute("font-size", (spot.r * 1.08).toFixed(2));
  if (!before) return;
  marble.motion?.finish();
  if (moving) {
    const moments = [moveTo(before.x, before.y, before.r / spot.r), moveTo(spot.x, spot.y)];
    group.animate(moments, { duration: FALL, easing: "ease-in-out" });
  }
}

/**
 * The kinds of the marbles to add, well mixed, so that the heap has no layers.
 *
 * @param {{kind: Kind, count: number}[]} added
 */
function mix(added) {
  return added
    .flatMap(({ kind, count }, row) =>
      Array.from({ length: count }, (_, place) => ({
        kind,
        rank: kind === GOLD ? -1 : (place + noise(place, row)) / count,
      })),
    )
    .sort((one, other) => one.rank - other.rank)
    .map(({ kind }) => kind);
}

/**
 * A fall through the mouth with a small bounce, as places at even moments.
 *
 * @param {import("./shared/heap.js").Ball} spot
 * @param {number} turn
 */
function fall({ x, y, r }, turn) {
  const mouth = Math.min(MOUTH.right - r, Math.max(MOUTH.left + r, x));
  const start = { x: mouth + (MIDDLE - mouth) * 0.5 * noise(turn, 3), y: -r - 12 };
  const bounce = Math.min(18, r);
  return Array.from({ length: 21 }, (_, moment) => {
    const time = moment / 20;
    const height = start.y + (y - start.y) * Math.min(1, time / 0.65) ** 2;
    const below = Math.max(0, (height - MOUTH.foot) / Math.max(1, y - MOUTH.foot));
    const after = Math.max(0, (time - 0.65) / 0.35);
    const lift = after < 0.68 ? hop(after / 0.68) : 0.2 * hop((after - 0.68) / 0.32);
    const across = start.x + (x - start.x) * Math.sqrt(below);
    return { ...moveTo(across, height - bounce * lift), opacity: Math.min(1, moment / 4) };
  });
}

/** @param {number} time From 0 to 1, both on the ground. */
function hop(time) {
  return 4 * time * (1 - time);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} [size]
 */
function moveTo(x, y, size = 1) {
  return { transform: `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px) scale(${size.toFixed(4)})` };
}

/**
 * Give an element a colour of the palette by its name.
 *
 * @param {HTMLElement | SVGElement} element
 * @param {string} colour
 */
function tint(element, colour) {
  const name = `--kit-category-${colour.replace(/[^a-z]/g, "")}`;
  element.style.setProperty("--fill", `var(${name})`);
  element.style.setProperty("--edge", `var(${name}-edge)`);
  element.style.setProperty("--letter", `var(${name}-ink)`);
}

/**
 * Write one row a kind, the legend and the numbers in one.
 *
 * @param {HTMLElement} table
 * @param {Kind[]} kinds
 */
function fillTable(table, kinds) {
  const head = make("thead", "kit-unseen");
  const body = make("tbody");
  const titles = make("tr");
  head.append(titles);
  for (const title of [_("Kind"), _("Marbles")]) {
    const cell = make("th", "", title);
    cell.scope = "col";
    titles.append(cell);
  }
  /** @type {Map<string, HTMLElement>} */
  const cells = new Map();
  for (const { value, label, letter, colour } of kinds) {
    const row = make("tr");
    const title = make("th");
    const sign = make("span", "kit-sign", letter);
    title.scope = "row";
    sign.setAttribute("aria-hidden", "true");
    tint(sign, colour);
    title.append(sign, make("span", "", label));
    const count = make("td");
    cells.set(value, count);
    row.append(title, count);
    body.append(row);
  }
  table.replaceChildren(make("caption", "kit-unseen", _("Marbles by kind")), head, body);
  return cells;
}

/** @param {Kind[]} kinds */
function addUp(kinds) {
  return kinds.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Tell the picture as a person would.
 *
 * @param {Kind[]} kinds
 * @param {string} gold
 * @param {string} message
 */
function describe(kinds, gold, message) {
  const sum = addUp(kinds);
  const leader = gold ? _(" A gold marble at the bottom stands for {name}.", { name: gold }) : "";
  if (sum === 0) return _("A glass jar. {message}.", { message }).replace("..", ".") + leader;
  const filled = kinds.filter(({ count }) => count > 0);
  const counts = joinItems(filled.map(({ label, count }) => `${label} ${formatNumber(count)}`));
  return (
    ngettext(
      "A glass jar with {n} marble: {counts}.",
      "A glass jar with {n} marbles: {counts}.",
      sum,
      {
        counts,
      },
    ) + leader
  );
}

export default { render };
