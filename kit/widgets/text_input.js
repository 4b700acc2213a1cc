import { makeRender } from "./shared/text_field.js";

/**
 * @typedef {object} Own As `text_input.py` describes them.
 * @property {string} value
 * @property {number} max_length
 * @property {boolean} one_line
 * @property {string} placeholder
 * @property {boolean} may_be_shown
 * @property {boolean} share
 */
/** @typedef {import("./shared/types.js").InputTraits & Own} Traits */

export default { render: makeRender(() => {}) };
