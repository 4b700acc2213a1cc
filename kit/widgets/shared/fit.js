/**
 * How a picture's items share its place: the letters are as large as fit, and where not even the
 * smallest do, there are pages. Sizes count in a stage's unit, `--u`.
 */

import { addUp, fill, level } from "./columns.js";
import { SMALLEST, STEP } from "./letters.js";
import { isStaged, measureUnit } from "./place.js";

const MOST_BESIDE = 6; // columns
const LONGEST_LINE = 34; // in units of the letters' size
const FLOWING = { share: 0.42, least: 480 }; // height of a picture that stands on no stage
const LEAST_ROOM = 6; // units below which a list has not been given a height
/**
 * The least place that any window leaves a picture, alone and beside another, in units, and pixels of a
 * unit. By it items are divided into pages, so that these are the same on the screen and on the
 * facilitator's page. Nothing in a list has a size in pixels, or this would hold for small windows alone.
 */
const LEAST = { alone: 93, beside: 55, height: 34.5, unit: 3.2 };

/**
 * @typedef {object} Items
 * @property {HTMLElement} root The picture.
 * @property {HTMLElement} list Holds the items; on a stage it is as high as the place for them.
 * @property {HTMLElement[]} items In the order in which they are read.
 * @property {number} largest Size of the largest letters, in units.
 * @property {number} page Which page to show, from 0; the last one where there is no such page.
 */
/** @typedef {Items & {narrowest: number}} Wall `narrowest`: width of a column, by letters' sizes. */
/**
 * @typedef {Items & {isGood: () => boolean}} Rows Whether letters of the present size will do, where
 *   smaller ones would.
 */
/** @typedef {{width: number, height: number, unit: number, fixed: boolean}} Room In pixels. */

/**
 * How each list was fitted, by its place and its letters: nobody who turns a page waits for it.
 * @type {WeakMap<HTMLElement, Map<string, any>>}
 */
const fitted = new WeakMap();
const MOST_FITTED = 4; // with the pages' line and without, and words in two kinds of letters

/**
 * Lay a wall out in columns, which are read downwards.
 *
 * @param {Wall} wall
 * @returns {number} How many pages there are.
 */
export function fitColumns(wall) {
  const { root, list, items, page } = wall;
  const room = measureRoom(root, list, items);
  if (!room.width || !items.length) return 1;
  const { pages, chosen } = keepFitted(wall, room, () => {
    let pages = room.fixed
      ? withLeast(root, () => divideColumns(wall, measureRoom(root, list, items)))
      : divideColumns(wall, room);
    let chosen = chooseColumns(wall, pages, room);
    if (chosen.pages > pages.length) {
      pages = divideColumns(wall, room); // less place than any window should leave it
      chosen = chooseColumns(wall, pages, room);
    }
    return { pages, chosen };
  });
  const { size, gap, beside, width, heights } = chosen;
  setSizes(list, size, width);
  const places = pages[Math.min(page, pages.length - 1)];
  const here = places.map((each) => heights[each]);
  const columns = level(here, gap, room.height, beside);
  const high = Math.max(...columns.map((column) => addUp(column, here, gap)));
  const start = (room.width - columns.length * (width + gap) + gap) / 2;
  const top = room.fixed ? Math.max(0, (room.height - high) / 2) : 0;
  // Not the item's own start: a sentence may run the other way than the page.
  const side = getComputedStyle(list).direction === "rtl" ? "right" : "left";
  for (const item of items) item.hidden = true;
  columns.forEach((column, place) => {
    let down = top;
    for (const each of column) {
      const item = items[places[each]];
      item.hidden = false;
      item.style[side] = `${start + place * (width + gap)}px`;
      item.style.top = `${down}px`;
      down += here[each] + gap;
    }
  });
  if (!room.fixed) setHeight(list, high);
  return pages.length;
}

/**
 * Let items stand in rows, as the words of a text do.
 *
 * @param {Rows} rows
 * @returns {number} How many pages there are.
 */
export function fitRows(rows) {
  const { root, list, items, page } = rows;
  const room = measureRoom(root, list, items);
  if (!room.width || !items.length) return 1;
  const { size, pages } = keepFitted(rows, room, () => {
    const least = room.fixed
      ? withLeast(root, () => chooseRows(rows, [items], measureRoom(root, list, items)))
      : chooseRows(rows, [items], room);
    const { size, divided } = chooseRows(rows, least.divided, room);
    return { size, pages: divided.map((here) => here.map((item) => items.indexOf(item))) };
  });
  setSizes(list, size, room.width);
  const places = pages[Math.min(page, pages.length - 1)];
  show(
    items,
    places.map((place) => items[place]),
  );
  return pages.length;
}

/**
 * Fit a list, unless it was fitted before in the same place with the same letters.
 *
 * @template Value
 * @param {Items} fitting
 * @param {Room} room
 * @param {() => Value} fit
 * @returns {Value}
 */
function keepFitted({ root, list }, room, fit) {
  const shared = root.closest(".shared") !== null;
  const classes = [root.className, list.className];
  const key = JSON.stringify([room, shared, classes, document.fonts.status]);
  const known = fitted.get(list) ?? new Map();
  if (known.has(key)) return known.get(key);
  const value = fit();
  if (known.size === MOST_FITTED) known.clear();
  fitted.set(list, known.set(key, value));
  return value;
}

/**
 * Fit a list anew next time, for something in its picture has changed.
 *
 * @param {HTMLElement} list
 */
export function forgetFitted(list) {
  fitted.delete(list);
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} list
 * @param {HTMLElement[]} items
 * @returns {Room}
 */
function measureRoom(root, list, items) {
  for (const item of items) item.hidden = false;
  list.style.height = "";
  list.style.flex = "";
  const unit = measureUnit(list);
  // Whole pixels within it: what is rounded up would be cut at the edge.
  const style = getComputedStyle(list);
  const width = Math.floor(parseFloat(style.width)) || 0;
  const height = Math.floor(parseFloat(style.height)) || 0;
  const fixed = isStaged(root) && height > LEAST_ROOM * unit;
  const flowing = Math.max(FLOWING.share * width, FLOWING.least);
  return { width, height: fixed ? height : flowing, unit, fixed };
}

/**
 * @param {number} largest
 * @param {number} unit
 */
function listSizes(largest, unit) {
  const sizes = [];
  for (let size = largest; size > SMALLEST; size *= STEP) sizes.push(size * unit);
  return [...sizes, SMALLEST * unit];
}

/**
 * The first of the places from 0 to `last` that is good, where all after a good one are.
 *
 * @param {number} last
 * @param {(place: number) => boolean} isGood
 */
function findLargest(last, isGood) {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isGood(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/**
 * Look at a picture as if it had the least place that any window leaves it.
 *
 * @template Value
 * @param {HTMLElement} root
 * @param {() => Value} look
 */
function withLeast(root, look) {
  const { style } = root;
  const before = style.cssText;
  const width = root.closest(".shared") ? LEAST.beside : LEAST.alone;
  style.setProperty("--u", `${LEAST.unit}px`);
  style.width = `${width * LEAST.unit}px`;
  style.height = `${LEAST.height * LEAST.unit}px`;
  style.position = "absolute"; // no box around it makes it smaller
  try {
    return look();
  } finally {
    style.cssText = before;
  }
}

/**
 * Which items stand on which page, by their places.
 *
 * @param {Wall} wall
 * @param {Room} room
 * @returns {number[][]}
 */
function divideColumns(wall, room) {
  const all = wall.items.map((_, place) => place);
  const { heights, gap, beside, pages } = chooseColumns(wall, [all], room, all.length);
  const columns = level(heights, gap, room.height, pages * beside);
  return Array.from({ length: Math.ceil(columns.length / beside) }, (_, page) =>
    columns.slice(page * beside, (page + 1) * beside).flat(),
  );
}

/**
 * The largest letters, and the columns for them, with which every page holds its items; where there may
 * be more pages, with which as few are needed as with the smallest letters.
 *
 * @param {Wall} wall
 * @param {number[][]} pages The places of their items.
 * @param {Room} room
 * @param {number} most How many pages there may be.
 */
function chooseColumns(wall, pages, room, most = pages.length) {
  const sizes = listSizes(wall.largest, room.unit);
  const last = sizes.length - 1;
  const layOut = remember((index) => tryColumns(wall, pages, sizes[index], room));
  const least = layOut(last);
  const limit = Math.min(least.pages, most);
  const isGood = (/** @type {number} */ index) => {
    const tried = layOut(index);
    return tried.pages <= limit && (tried.whole || !least.whole);
  };
  return layOut(findLargest(last, isGood));
}

/**
 * The columns that need the fewest pages at a size of letters, and of those the widest.
 *
 * @param {Wall} wall
 * @param {number[][]} pages
 * @param {number} size
 * @param {Room} room
 */
function tryColumns({ list, items, narrowest }, pages, size, room) {
  const gap = size / 2;
  /** @param {number} beside */
  const tryOne = (beside) => {
    const width = Math.min((room.width + gap) / beside - gap, LONGEST_LINE * size);
    setSizes(list, size, width);
    const heights = items.map((item) => item.getBoundingClientRect().height);
    const needed = pages.map((places) => {
      const here = places.map((each) => heights[each]);
      return Math.ceil(fill(here, gap, room.height).length / beside);
    });
    const sum = needed.reduce((all, each) => all + each, 0);
    return {
      size,
      gap,
      beside,
      width,
      heights,
      pages: sum,
      whole: Math.max(...heights) <= room.height,
    };
  };
  let best = tryOne(1);
  for (let beside = 2; beside <= Math.min(MOST_BESIDE, items.length); beside++) {
    if ((room.width + gap) / beside - gap < narrowest * size) break;
    const next = tryOne(beside);
    if (next.pages < best.pages && (next.whole || !best.whole)) best = next;
  }
  return best;
}

/**
 * Make letters as large as every page holds its items with, or as need as few pages as the smallest.
 *
 * @param {Rows} rows
 * @param {HTMLElement[][]} pages
 * @param {Room} room
 * @returns {{size: number, divided: HTMLElement[][]}} Their size, and the pages, each divided where it
 *   does not hold its items.
 */
function chooseRows({ list, items, largest, isGood }, pages, room) {
  const sizes = listSizes(largest, room.unit);
  const last = sizes.length - 1;
  const divide = (/** @type {number} */ index) => {
    setSizes(list, sizes[index], room.width);
    const divided = pages.flatMap((here) => {
      show(items, here);
      return divideRows(here, room.height);
    });
    show(items, items);
    return { size: sizes[index], divided, good: isGood() };
  };
  const known = remember(divide);
  const least = known(last);
  const index = findLargest(last, (each) => {
    const { divided, good } = known(each);
    return divided.length <= least.divided.length && (good || !least.good);
  });
  return known(index);
}

/**
 * @param {HTMLElement[]} items
 * @param {HTMLElement[]} here Those that are seen.
 */
function show(items, here) {
  const seen = new Set(here);
  for (const item of items) item.hidden = !seen.has(item);
}

/**
 * @param {HTMLElement[]} items
 * @param {number} room
 */
function divideRows(items, room) {
  /** @type {HTMLElement[][]} */
  const pages = [];
  let [top, end] = [0, Number.NEGATIVE_INFINITY];
  const [first] = items;
  const begin = Math.min(...items.map((item) => item.offsetTop), first.offsetTop);
  /** @type {{from: number, to: number, items: HTMLElement[]}[]} */
  const rows = [];
  for (const item of items) {
    const [from, to] = [item.offsetTop - begin, item.offsetTop - begin + item.offsetHeight];
    if (from >= end) rows.push({ from, to, items: [] });
    const row = rows[rows.length - 1];
    row.items.push(item);
    row.from = Math.min(row.from, from);
    row.to = Math.max(row.to, to);
    end = row.to;
  }
  for (const row of rows) {
    if (!pages.length || row.to - top > room) {
      pages.push([]);
      top = row.from;
    }
    pages[pages.length - 1].push(...row.items);
  }
  return pages;
}

/**
 * @param {HTMLElement} list
 * @param {number} size
 * @param {number} width
 */
function setSizes(list, size, width) {
  list.style.setProperty("--size", `${size}px`);
  list.style.setProperty("--column", `${width}px`);
}

/**
 * @param {HTMLElement} list
 * @param {number} height
 */
function setHeight(list, height) {
  list.style.height = `${height}px`;
  list.style.flex = "none";
}

/**
 * @template Value
 * @param {(key: number) => Value} make
 */
function remember(make) {
  /** @type {Map<number, Value>} */
  const known = new Map();
  return (/** @type {number} */ key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
