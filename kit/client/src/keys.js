/**
 * The facilitator's keys, and a pause so that a double press presses once.
 */
export function startKeys() {
  const PAUSE = 1000; // milliseconds after the large button has changed its words
  const PATIENCE = 3000; // milliseconds a press may take to change them
  const FIELDS = "input, textarea, select, [contenteditable]";
  const dialog = document.getElementById("keys");
  const enabled = document.getElementById("keys-on");
  const told = document.getElementById("told");
  let words = "";
  let step = "";
  /** What somebody without a pointer has gone to. @type {Element | null} */
  let held = null;
  /** @type {HTMLElement | null} */
  let last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let release;

  /** @type {() => HTMLElement | null} */
  const findNext = () => document.querySelector(".kit-next:not(.kit-away)");
  /** @type {() => HTMLElement | null} */
  const findStop = () => document.querySelector(".kit-stop:not(.kit-away) button");

  /**
   * The button rests: a press is ignored until then.
   * @param {Element} button
   * @param {number} time Milliseconds.
   */
  function rest(button, time) {
    button.setAttribute("aria-disabled", "true");
    clearTimeout(release);
    release = setTimeout(() => button.removeAttribute("aria-disabled"), time);
  }

  function look() {
    const button = findNext();
    const now = button?.textContent ?? "";
    if (button && words && now !== words) rest(button, PAUSE);
    // Every phase has a button of its own; the focus goes on to the one of the next.
    if (button && last !== button && document.activeElement === last) button.focus();
    // What stops goes with its press. The large button, which goes on, has the focus then.
    const placed = document.activeElement ?? document.body;
    if (held?.matches(".kit-stop.kit-away button") && [held, document.body].includes(placed))
      button?.focus();
    last = button ?? last;
    words = now || words;
    const current = document.querySelector(".kit-steps [aria-current]")?.textContent ?? "";
    if (step && current !== step) told.textContent = `Now: ${current}`;
    step = current || step;
  }

  document.addEventListener(
    "click",
    (event) => {
      const button = /** @type {Partial<Element>} */ (event.target).closest?.(".kit-next");
      if (!button) return;
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (button.classList.contains("kit-to-end")) {
        location.assign(`${location.pathname}/end`);
      } else rest(button, PATIENCE);
    },
    true,
  );

  // A press that was refused, with the reason beside the button, may be tried again at once.
  document.addEventListener("input", () => {
    clearTimeout(release);
    findNext()?.removeAttribute("aria-disabled");
  });

  /** What had the focus is gone or off: a press was meant for it, and comes too late. */
  function isLost() {
    const lost = held !== null && (!held.checkVisibility() || held.matches(":disabled"));
    letGo();
    return lost;
  }

  document.addEventListener("focusin", ({ target }) => {
    const element = /** @type {Element} */ (target);
    held = element.matches(":focus-visible") ? element : null;
  });
  const letGo = () => {
    held = null;
  };
  document.addEventListener("pointerdown", letGo);
  dialog.addEventListener("close", letGo);

  document.addEventListener("keydown", (event) => {
    const target = /** @type {Partial<Element>} */ (event.target);
    if (!enabled.checked || dialog.open || event.repeat || target.closest?.(FIELDS)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
    } else if (event.key.toLowerCase() === "j") {
      document.dispatchEvent(new CustomEvent("kit-join"));
    } else if (event.key.toLowerCase() === "s") {
      findStop()?.click();
    } else if (event.key === " " && target === document.body) {
      event.preventDefault();
      if (!isLost()) findNext()?.click();
    }
  });

  enabled.checked = localStorage.getItem("kit keys") !== "off";
  enabled.addEventListener("change", () =>
    localStorage.setItem("kit keys", enabled.checked ? "on" : "off"),
  );
  document.getElementById("keys-button").addEventListener("click", () => dialog.showModal());
  document.getElementById("keys-back").addEventListener("click", () => dialog.close());
  new MutationObserver(look).observe(document.getElementById("parts"), {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["class"],
  });
}
