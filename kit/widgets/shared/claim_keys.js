/**
 * The keys by which a person may claim sentences: kept in this tab's storage, and nowhere else.
 *
 * Each prompt of each round has its own, so that no two sentences carry the same mark.
 */

/** @typedef {{key: string, mark: string}} Kept */

/** @param {string} prompt */
function name(prompt) {
  return `kit-key ${location.pathname} ${prompt} `;
}

/**
 * @param {string} prompt
 * @param {string} round
 * @returns {Kept | null}
 */
export function recallKey(prompt, round) {
  try {
    return JSON.parse(/** @type {string} */ (sessionStorage.getItem(name(prompt) + round)));
  } catch {
    return null; // forbidden: nothing was kept there
  }
}

/**
 * @param {string} prompt
 * @param {string} round
 * @param {Kept} kept
 * @returns {boolean} Whether the browser keeps it.
 */
export function keepKey(prompt, round, kept) {
  try {
    sessionStorage.setItem(name(prompt) + round, JSON.stringify(kept));
    return true;
  } catch {
    return false; // full or forbidden: a key that is lost opens nothing
  }
}

/**
 * Forget the keys of a prompt, but for those of one round.
 * @param {string} prompt
 * @param {string} [round]
 */
export function forgetKeys(prompt, round) {
  try {
    for (const each of Object.keys(sessionStorage))
      if (each.startsWith(name(prompt)) && each !== name(prompt) + round)
        sessionStorage.removeItem(each);
  } catch {
    // Forbidden: nothing was kept there.
  }
}
