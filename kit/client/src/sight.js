/**
 * The control that has the focus is seen: it lies neither under a phone's keyboard nor under what
 * sticks to the window's edges.
 */

const SPACE = 8;

/** @param {Element} control */
function measureRoom(control) {
  const view = window.visualViewport;
  let top = view?.offsetTop ?? 0;
  let bottom = top + (view?.height ?? innerHeight);
  const banner = document.getElementById("kit-banner");
  if (banner && !banner.hidden) top = Math.max(top, banner.getBoundingClientRect().bottom);
  for (const note of document.querySelectorAll(".kit-form > .kit-note[data-tone=pending]")) {
    // It sticks over what comes before it, and never over what comes after it.
    const isBelow = control.compareDocumentPosition(note) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isBelow) bottom = Math.min(bottom, note.getBoundingClientRect().top);
  }
  return { top: top + SPACE, bottom: bottom - SPACE };
}

function look() {
  const control = document.activeElement;
  if (!control?.closest("input, textarea, select, button, summary, a")) return;
  const room = measureRoom(control);
  // What is chosen by a box or a step is seen as the whole of it.
  const seen = control.matches(".kit-cover") ? (control.closest("label") ?? control) : control;
  const { top, bottom } = seen.getBoundingClientRect();
  // What is higher than the room begins at its top.
  if (bottom > room.bottom) scrollBy(0, Math.min(bottom - room.bottom, top - room.top));
  else if (top < room.top && bottom - top <= room.bottom - room.top) scrollBy(0, top - room.top);
}

/** Keep it so: when the focus moves, when the keyboard comes, while a text grows. */
export function keepFocusInSight() {
  const lookSoon = () => requestAnimationFrame(look); // a browser scrolls by itself first
  document.addEventListener("focusin", lookSoon);
  document.addEventListener("input", lookSoon);
  (window.visualViewport ?? window).addEventListener("resize", lookSoon);
}
