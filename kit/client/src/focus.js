/** Where the person is on the page, so that they still are there when its content was rebuilt. */

const FOCUSABLE = "input, textarea, select, button, summary, a[href], [tabindex]";
/* An anywidget draws itself a moment after its view is there. */
const PATIENCE = 3_000;

/**
 * Remember the focused control, if it belongs to a prompt.
 * @param {HTMLElement} root
 * @returns {() => void} Puts the focus back once the prompt is there again, unless it is elsewhere.
 */
export function rememberFocus(root) {
  const control = /** @type {HTMLInputElement} Or any other element. */ (document.activeElement);
  /** @type {HTMLElement | null} */
  const owner = control?.closest("[data-prompt]");
  if (!owner || !root.contains(owner)) return () => {};
  const { prompt } = owner.dataset;
  const place = [...owner.querySelectorAll(FOCUSABLE)].indexOf(control);
  const { selectionStart, selectionEnd } = control;

  /** @returns {boolean} Whether there is nothing left to wait for. */
  function restore() {
    if (document.activeElement && document.activeElement !== document.body) return true;
    const owners = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-prompt]")]);
    const found = owners.find((candidate) => candidate.dataset.prompt === prompt);
    const target = /** @type {HTMLInputElement | undefined} */ (
      found?.querySelectorAll(FOCUSABLE)[place]
    );
    if (!target || target.disabled) return false;
    target.focus({ preventScroll: true });
    if (typeof target.selectionStart === "number")
      target.setSelectionRange(selectionStart, selectionEnd);
    return true;
  }

  return () => {
    if (restore()) return;
    const observer = new MutationObserver(() => restore() && observer.disconnect());
    observer.observe(root, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    setTimeout(() => observer.disconnect(), PATIENCE);
  };
}
