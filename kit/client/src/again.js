/**
 * Stands in the page itself, before its sheet and its script: where one of these does not come,
 * because the server is just being started again, the page waits for it and loads itself again.
 */

const PAUSE = 1000; // milliseconds between two looks

/** @param {string} address Of what did not come. */
function loadAgain(address) {
  /** Any answer will do: the server is there again. */
  const look = () =>
    fetch(address, { cache: "no-store" }).then(
      () => location.reload(),
      () => setTimeout(look, PAUSE),
    );
  setTimeout(look, PAUSE);
}

let waiting = false;
addEventListener(
  "error",
  ({ target }) => {
    const element = /** @type {HTMLElement} */ (target);
    const missing = element instanceof HTMLScriptElement ? element.src : "";
    const address = element instanceof HTMLLinkElement ? element.href : missing;
    if (waiting || !address) return;
    waiting = true;
    loadAgain(address);
  },
  true, // what a file raises does not bubble
);
