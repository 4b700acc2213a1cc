/** How items of different heights share columns of one height, in their order: plain arithmetic. */

/**
 * Fill one column after the other. An item that is higher than a column has one of its own.
 *
 * @param {number[]} heights
 * @param {number} gap Between two items of a column.
 * @param {number} room How high a column is.
 * @returns {number[][]} The columns, each a list of places in `heights`.
 */
export function fill(heights, gap, room) {
  /** @type {number[][]} */
  const columns = [];
  let used = Number.POSITIVE_INFINITY;
  heights.forEach((height, place) => {
    if (used + gap + height > room) {
      columns.push([]);
      used = -gap;
    }
    columns[columns.length - 1].push(place);
    used += gap + height;
  });
  return columns;
}

/**
 * Fill as few columns as `fill` needs, or as many as `most`, so that none is much higher than another.
 *
 * @param {number[]} heights
 * @param {number} gap
 * @param {number} room
 * @param {number} most
 */
export function level(heights, gap, room, most) {
  let [low, high] = [0, room];
  if (fill(heights, gap, room).length > most) return fill(heights, gap, room);
  // To within a pixel: the lowest columns that are not more than there may be.
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (fill(heights, gap, middle).length > most) low = middle;
    else high = middle;
  }
  return fill(heights, gap, high);
}

/**
 * How high a column is.
 *
 * @param {number[]} column
 * @param {number[]} heights
 * @param {number} gap
 */
export function addUp(column, heights, gap) {
  return column.reduce((sum, place) => sum + heights[place] + gap, -gap);
}
