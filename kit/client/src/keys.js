/**
 * The facilitator's keys, and a pause so that a double press presses once.
 */

import { _ } from "../../widgets/shared/words.js";
import { keepFocus } from "./kept_focus.js";

export function startKeys() {
  const PAUSE = 1000; // milliseconds after the large button has changed its words
  const PATIENCE = 3000; // milliseconds a press may take to change them
  const PASSING = "kit keys pressed"; // the page where, which is loaded again
  const FIELDS = "input, textarea, select, [contenteditable]";
  const dialog = document.getElementById("keys");
  const enabled = document.getElementById("keys-on");
  const told = document.getElementById("told");
  let words = "";
  let step = "";
  const kept = keepFocus();
  /** @type {HTMLElement | null} */
  let last = null;
  /* What had the focus went with it, and the large button is not there yet. */
  let passing = sessionStorage.getItem(PASSING) === location.pathname;
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
    const here = document.activeElement;
    // What stops goes with its press; the large button is what goes on then.
    const stopped = here?.matches(".kit-stop.kit-away button");
    const goesOn = here && (here === last || stopped || (passing && here === document.body));
    if (goesOn && button && here !== button) {
      if (!last) rest(button, PAUSE); // the page is new: nobody has read what stands on it
      button.focus();
    }
    passing = Boolean(goesOn && !button);
    last = button ?? last;
    words = now || words;
    const current = document.querySelector(".kit-steps [aria-current]")?.textContent ?? "";
    if (step && current !== step) told.textContent = _("Now: {what}", { what: current });
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

  dialog.addEventListener("close", kept.letGo);

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
    } else if (event.key === " " && kept.isPage(target)) {
      event.preventDefault();
      if (!kept.isLate()) findNext()?.click();
    }
  });

  enabled.checked = localStorage.getItem("kit keys") !== "off";
  enabled.addEventListener("change", () =>
    localStorage.setItem("kit keys", enabled.checked ? "on" : "off"),
  );
  sessionStorage.removeItem(PASSING);
  addEventListener("pagehide", () => {
    const goesOn = passing || document.activeElement?.matches("button:focus-visible");
    if (goesOn) sessionStorage.setItem(PASSING, location.pathname);
  });
  document.getElementById("keys-button").addEventListener("click", () => dialog.showModal());
  document.getElementById("keys-back").addEventListener("click", () => dialog.close());
  new MutationObserver(look).observe(document.getElementById("parts"), {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["class"],
  });
}
