/**
 * How a picture's items share its place: the letters are as large as fit, and where not even the
 * smallest do, there are pages. Sizes count in a stage's unit, `--u`.
 */

import { addUp, fill, level } from "./columns.js";

/** Of letters that can be read from the back row: 24 pixels on a stage of 1280x720. */
export const SMALLEST = 1.875;
const STEP = 0.95; // from one size of letters to the next smaller one
const MOST_BESIDE = 6; // columns
const LONGEST_LINE = 34; // in units of the letters' size
const FLOWING = { share: 0.42, least: 480 }; // height of a picture that stands on no stage
const LEAST_ROOM = 6; // units below which a list has not been given a height

/**
 * @typedef {object} Items
 * @property {HTMLElement} root The picture.
 * @property {HTMLElement} list Holds the items; on a stage it is as high as the place for them.
 * @property {HTMLElement[]} items In the order in which they are read.
 * @property {number} largest Size of the largest letters, in units.
 * @property {number} page Which page to show, from 0; the last one where there is no such page.
 */
/** @typedef {Items & {narrowest: number}} Wall `narrowest`: width of a column, by letters' sizes. */
/** @typedef {{width: number, height: number, unit: number, fixed: boolean}} Room In pixels. */

/**
 * Lay a wall out in columns, which are read downwards.
 *
 * @param {Wall} wall
 * @returns {number} How many pages there are.
 */
export function fitColumns({ root, list, items, largest, narrowest, page }) {
  const room = measureRoom(root, list, items);
  if (!room.width || !items.length) return 1;
  const sizes = listSizes(largest, room.unit);
  const last = sizes.length - 1;
  const layOut = remember((index) => tryColumns(list, items, sizes[index], narrowest, room));
  const least = layOut(last);
  const chosen = layOut(
    findLargest(last, (index) => {
      const { pages, whole } = layOut(index);
      return pages <= least.pages && (whole || !least.whole);
    }),
  );
  setSizes(list, chosen.size, chosen.width);
  const { heights, gap, beside, width, pages } = chosen;
  const columns = level(heights, gap, room.height, pages * beside);
  const shown = Math.min(page, pages - 1);
  const here = columns.slice(shown * beside, (shown + 1) * beside);
  const high = Math.max(...here.map((column) => addUp(column, heights, gap)));
  const start = (room.width - here.length * (width + gap) + gap) / 2;
  const top = room.fixed ? Math.max(0, (room.height - high) / 2) : 0;
  // Not the item's own start: a sentence may run the other way than the page.
  const side = getComputedStyle(list).direction === "rtl" ? "right" : "left";
  for (const item of items) item.hidden = true;
  here.forEach((column, place) => {
    let down = top;
    for (const each of column) {
      items[each].hidden = false;
      items[each].style[side] = `${start + place * (width + gap)}px`;
      items[each].style.top = `${down}px`;
      down += heights[each] + gap;
    }
  });
  if (!room.fixed) setHeight(list, high);
  return pages;
}

/**
 * Let items stand in rows, as the words of a text do.
 *
 * @param {Items & {isGood: () => boolean}} rows Whether letters of the present size will do, where
 *   smaller ones would.
 * @returns {number} How many pages there are.
 */
export function fitRows({ root, list, items, largest, page, isGood }) {
  const room = measureRoom(root, list, items);
  if (!room.width || !items.length) return 1;
  const sizes = listSizes(largest, room.unit);
  const last = sizes.length - 1;
  const divide = remember((index) => {
    setSizes(list, sizes[index], room.width);
    return { pages: divideRows(items, room.height), good: isGood() };
  });
  const least = divide(last);
  const index = findLargest(last, (each) => {
    const { pages, good } = divide(each);
    return pages.length <= least.pages.length && (good || !least.good);
  });
  const { pages } = divide(index);
  setSizes(list, sizes[index], room.width);
  const here = new Set(pages[Math.min(page, pages.length - 1)]);
  for (const item of items) item.hidden = !here.has(item);
  return pages.length;
}

/**
 * Call `draw` whenever the picture's place has become larger or smaller, or is shown again.
 *
 * @param {HTMLElement} root
 * @param {() => void} draw
 * @returns {() => void} Stops it.
 */
export function keepFitting(root, draw) {
  let before = "";
  const watch = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = root;
    const now = isStaged(root) ? `${clientWidth} ${clientHeight}` : `${clientWidth}`;
    if (now === before) return;
    before = now;
    if (clientWidth) draw();
  });
  watch.observe(root);
  return () => watch.disconnect();
}

/**
 * Whether a picture stands on a stage, where nothing is pressed.
 *
 * @param {HTMLElement} root
 */
export function isStaged(root) {
  return root.closest(".stage") !== null;
}

/**
 * Pixels of a unit where an element stands.
 *
 * @param {HTMLElement} element
 */
export function measureUnit(element) {
  const { style } = element;
  const before = style.fontSize;
  style.fontSize = "calc(100 * var(--u, 9px))";
  const unit = parseFloat(getComputedStyle(element).fontSize) / 100;
  style.fontSize = before;
  return unit;
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
  const { clientWidth: width, clientHeight: height } = list;
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
 * The columns that need the fewest pages at a size of letters, and of those the widest.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement[]} items
 * @param {number} size
 * @param {number} narrowest
 * @param {Room} room
 */
function tryColumns(list, items, size, narrowest, room) {
  const gap = size / 2;
  /** @param {number} beside */
  const tryOne = (beside) => {
    const width = Math.min((room.width + gap) / beside - gap, LONGEST_LINE * size);
    setSizes(list, size, width);
    const heights = items.map((item) => item.getBoundingClientRect().height);
    const pages = Math.ceil(fill(heights, gap, room.height).length / beside);
    return { size, gap, beside, width, heights, pages, whole: Math.max(...heights) <= room.height };
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
