/** A block that is pulled from column to column. */

/** @typedef {import("./energy_tasks.js").Effect} Effect */

const FAR = 8; // pixels before a press is a drag

/**
 * Let a block be pulled into another column, by mouse or by a finger that moves sideways.
 *
 * @param {HTMLElement} block
 * @param {(effect: Effect) => void} drop
 */
export function makeDraggable(block, drop) {
  /** @type {[number, number] | null} */
  let from = null;
  let dragged = false;
  block.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = [event.clientX, event.clientY];
    dragged = false;
  });
  block.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
    if (!dragged && Math.hypot(x, y) < FAR) return;
    if (!dragged) block.setPointerCapture(event.pointerId);
    dragged = true;
    block.classList.add("kit-dragged");
    block.style.transform = `translate(${x}px, ${y}px)`;
    aim(event);
  });
  /** @param {PointerEvent | null} event Marks the column it is over, or none. */
  const aim = (event) => {
    const board = /** @type {Element} */ (block.closest(".kit-board"));
    const columns = /** @type {HTMLElement[]} */ ([...board.querySelectorAll(".kit-column")]);
    const over = columns.find((column) => {
      const { left, right } = column.getBoundingClientRect();
      return event && event.clientX >= left && event.clientX < right;
    });
    for (const column of columns) column.classList.toggle("kit-target", column === over);
    return over;
  };
  /** @param {PointerEvent} event */
  const end = (event) => {
    block.classList.remove("kit-dragged");
    block.style.transform = "";
    const over = aim(event);
    aim(null);
    const wasDragged = from && dragged;
    from = null;
    if (wasDragged && event.type === "pointerup" && over)
      drop(/** @type {Effect} */ (over.dataset.effect));
  };
  block.addEventListener("pointerup", end);
  block.addEventListener("pointercancel", end);
  // The click that ends a drag does not open the block.
  block.addEventListener(
    "click",
    (event) => {
      if (dragged) event.stopImmediatePropagation();
      dragged = false;
    },
    true,
  );
}
