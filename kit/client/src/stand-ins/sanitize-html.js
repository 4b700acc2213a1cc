/** DOMPurify in the place of sanitize-html, which brings an HTML and a CSS parser of its own. */

import DOMPurify from "dompurify";

/**
 * @param {string} markup
 * @param {{allowedTags: string[], allowedAttributes: Record<string, string[]>}} rules
 * @returns {string}
 */
export default function sanitize(markup, { allowedTags, allowedAttributes }) {
  return DOMPurify.sanitize(markup, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: Object.values(allowedAttributes).flat(),
    ALLOW_DATA_ATTR: false,
  });
}
