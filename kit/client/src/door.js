/** The door's button counts one press; coming back to the page makes it ready again. */

/** @param {HTMLFormElement} form */
function setBusy(form, busy) {
  for (const button of form.querySelectorAll("button")) button.disabled = busy;
}

addEventListener("submit", ({ target }) => setBusy(target, true));
addEventListener("pageshow", () => [...document.forms].forEach((form) => setBusy(form, false)));
