/**
 * What may be said about the results: the lines for the picture on the stage stand first. A line for one
 * row of a picture is there only while that row is what one talks about.
 */

/** @param {HTMLElement} side The column in which the console puts the lines. */
export function startSpokenLines(side) {
  /** @type {string[]} Names of the results that the page on the stage tells. */
  let shown = [];

  function sort() {
    const list = /** @type {HTMLElement | null} */ (side.querySelector(".kit-lines"));
    const lines = /** @type {HTMLElement[]} */ ([...(list?.children ?? [])]);
    if (!list || !lines.length) return;
    const order = orderLines(lines.map(read), shown);
    for (const line of lines) {
      const place = order.indexOf(lines.indexOf(line));
      const hidden = place < 0;
      if (line.hidden !== hidden) line.hidden = hidden;
    }
    const wanted = order.map((place) => lines[place]);
    if (wanted.every((line, place) => list.children[place] === line)) return;
    list.prepend(...wanted); // also for the ear
    list.scrollTop = 0;
  }

  document.addEventListener("kit-shown", ({ detail }) => {
    if (detail.join() === shown.join()) return;
    shown = detail;
    sort();
  });
  new MutationObserver(sort).observe(side, { childList: true, subtree: true });
}

/** @typedef {{result: string, place: number, part: boolean}} Line `part`: of one row of a picture. */

/**
 * Which lines are there, by their places, and in which order.
 * @param {Line[]} lines
 * @param {string[]} shown Names of the results that the page on the stage tells, in its order.
 * @returns {number[]}
 */
export function orderLines(lines, shown) {
  const first = [...new Set(shown)].flatMap((name) =>
    lines.flatMap(({ result }, index) => (result === name ? [index] : [])),
  );
  const rest = lines
    .map((line, index) => ({ ...line, index }))
    .filter(({ part, index }) => !part && !first.includes(index))
    .sort((one, other) => one.place - other.place);
  return [...first, ...rest.map(({ index }) => index)];
}

/**
 * @param {HTMLElement} line
 * @returns {Line}
 */
function read({ dataset }) {
  return {
    result: dataset.result ?? "",
    place: Number(dataset.place),
    part: dataset.part === "true",
  };
}
