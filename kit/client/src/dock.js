/** The dock with the large button, which stands put in a small window: the page ends above it. */

/** @param {HTMLElement} dock */
export function startDock(dock) {
  const { style } = document.body;
  new ResizeObserver(() => {
    style.setProperty("--dock", `${dock.offsetHeight}px`);
  }).observe(dock);
}
