/** Markup of a notebook, cleaned, and the sentence that stands where a part cannot be shown. */

import DOMPurify from "dompurify";
import { _ } from "../../widgets/shared/words.js";

/**
 * @param {string} markup
 * @returns {DocumentFragment} The markup without scripts and without forms of its own.
 */
export function clean(markup) {
  return DOMPurify.sanitize(markup, {
    RETURN_DOM_FRAGMENT: true,
    FORBID_TAGS: ["form"],
    ADD_ATTR: ["target"],
  });
}

/** @returns {HTMLElement} */
export function sayMissing() {
  const line = document.createElement("p");
  line.className = "kit-missing";
  line.textContent = _("A part of this page cannot be shown here. Nothing else is affected.");
  return line;
}
