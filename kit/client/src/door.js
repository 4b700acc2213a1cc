/**
 * The join page's button. A press asks for the form in the background, and the form takes the
 * page's place; whatever goes wrong, the press is sent again as a browser sends it by itself.
 * It says which scripts and styles of widgets the page carries, so that the form comes with all
 * others: before anybody has had one, a join page carries none.
 *
 * This script stands in the page, so that it hears of a press before anything else is loaded.
 */

import { _ } from "../../widgets/shared/words.js";

const PATIENCE = 1_000;

/**
 * @typedef {object} Seat What the server answers.
 * @property {string} address The seat's own.
 * @property {import("./page.js").Content} page What its page shows.
 * @property {Record<string, string>} sources The widgets' scripts and styles that are missing here.
 */

/** @type {HTMLFormElement | null} The form that was sent. */
let sent = null;
let failed = false;

/**
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 */
function setBusy(form, busy) {
  for (const button of form.querySelectorAll("button")) button.disabled = busy;
}

function sayComing() {
  if (!(/** @type {HTMLFormElement} */ (sent).isConnected)) return; // the form is here
  const banner = document.getElementById("kit-banner");
  banner.textContent = _("One moment. Your questions are on their way.");
  banner.hidden = false;
}

/** Names of the scripts and styles that this page carries; none while it is still on its way. */
function listCarried() {
  if (document.readyState === "loading") return [];
  return Object.keys(JSON.parse(document.getElementById("kit-sources")?.textContent || "{}"));
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Seat>}
 */
async function askForSeat(form) {
  const headers = { Accept: "application/json" };
  const body = new URLSearchParams({ carried: listCarried().join(".") });
  const answer = await fetch(form.action, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`The seat was refused (${answer.status}).`);
  return answer.json();
}

/** The page's script waits for this. */
window.kitSeat = new Promise((resolve) => {
  addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented) return; // a form on the seat's page, which has taken this one's place
    setBusy(form, true);
    if (failed) return;
    event.preventDefault();
    sent = form;
    setTimeout(sayComing, PATIENCE);
    askForSeat(form)
      .then(resolve)
      .catch(() => form.submit());
  });
});

addEventListener(
  "error",
  ({ target }) => {
    if (/** @type {Element} */ (target).id !== "kit-script") return;
    failed = true; // nothing here can draw the form: the next page has to
    sent?.submit();
  },
  true,
);
addEventListener("pageshow", () => {
  for (const form of document.forms) setBusy(form, false);
});
