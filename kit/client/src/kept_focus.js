/**
 * Whoever goes by keys always is somewhere: where a control goes, or is switched off, what it stood
 * in has the focus, and Tab goes on from there.
 *
 * A second press of the same key meets no other control, so it does nothing.
 */

/** @param {Element} element */
const isGone = (element) => !element.checkVisibility() || element.matches(":disabled");

export function keepFocus() {
  /** What somebody without a pointer has gone to. @type {HTMLElement | null} */
  let held = null;
  /** What it stands in, the innermost first. @type {HTMLElement[]} */
  let around = [];
  /* It has been pressed by a key, and nobody has looked elsewhere since. */
  let pressed = false;
  /** What has the focus in place of something that is gone. @type {Element | null} */
  let place = null;
  /* Something is gone, and no press has been taken for the one meant for it. */
  let lost = false;

  /* A press is meant for a control, not for what has the focus in its place. */
  const isControl = () => held !== place;

  /** @param {HTMLElement | null} element */
  function hold(element) {
    held = element;
    around = [];
    pressed = false;
    for (let each = element?.parentElement; each; each = each.parentElement) around.push(each);
  }

  function look() {
    const here = document.activeElement;
    if (!held || (here !== held && here !== document.body)) return;
    if (!isGone(held)) {
      if (pressed && here === held) held.scrollIntoView({ block: "nearest" });
      return;
    }
    // Goes on to the large button: of the next phase, or of the stop.
    if (held.matches(".kit-next, .kit-stop button")) return;
    const next = around.find((each) => each.isConnected && each.offsetHeight && !isGone(each));
    if (!next || next === document.body) return;
    lost ||= isControl();
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    hold(next);
    place = next;
  }

  document.addEventListener("focusin", ({ target }) => {
    const element = /** @type {HTMLElement} */ (target);
    if (element !== held) hold(element.matches(":focus-visible") ? element : null);
  });
  document.addEventListener("click", ({ target }) => {
    pressed = target === held;
  });
  for (const moved of ["wheel", "pointerdown", "touchmove"])
    document.addEventListener(moved, () => hold(null), { passive: true });
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ["class", "disabled", "hidden", "open"],
  });

  return {
    /**
     * Whether a key pressed there is meant for the page, not for a control.
     * @param {unknown} target
     */
    isPage: (target) => target === document.body || (target === held && target === place),
    /** Whether a press was meant for what has gone, and comes too late; asked once. */
    isLate() {
      const late = lost || (held !== null && isControl() && isGone(held));
      lost = false;
      return late;
    },
    letGo: () => hold(null),
  };
}
