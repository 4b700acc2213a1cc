/**
 * Trying the coin: five throws with an example that is nobody's business, before it matters.
 *
 * All of it happens in this browser. Nothing is sent, nothing is kept, and the coins of the question
 * below are others.
 */

import { throwCoins } from "./coin.js";
import { make } from "./field.js";
import { _, ngettext } from "./words.js";

const THROWS = 5;
const OFFER = _("The next question goes through a coin.");
const EXAMPLE = _(
  "Suppose the question is “Did you ever return a book late?” and your answer is yes.",
);
const END = _("That was an example: nothing of it has left this phone.");

/** @returns {string[]} What five phones would send whose owners answer yes. */
function tryThrows() {
  const coins = [...crypto.getRandomValues(new Uint8Array(THROWS))];
  return coins.map((each) => throwCoins("yes", each));
}

/**
 * @param {string[]} outcomes
 * @returns {string}
 */
function describe(outcomes) {
  const turned = outcomes.filter((each) => each !== "yes").length;
  if (!turned) return _("This time the coin has turned none of them round.");
  return ngettext(
    "{n} of {all} says the opposite, and nobody can tell which.",
    "{n} of {all} say the opposite, and nobody can tell which.",
    turned,
    { all: outcomes.length },
  );
}

export function makeTrial() {
  const el = make("div", "kit-try");
  const button = make("button", "kit-try-button", _("Try it"));
  const told = make("div", "kit-try-told");
  button.type = "button";
  told.setAttribute("role", "status");
  el.hidden = true;
  el.append(make("p", "kit-hint", OFFER), button, told);

  button.addEventListener("click", () => {
    const outcomes = tryThrows();
    const list = make("ol", "kit-throws");
    list.append(
      ...outcomes.map((each) => make("li", "", each === "yes" ? _("sends yes") : _("sends no"))),
    );
    told.replaceChildren(
      make("p", "kit-hint", EXAMPLE),
      list,
      make("p", "kit-hint", `${describe(outcomes)} ${END}`),
    );
    button.textContent = _("Throw again");
  });

  return {
    el,
    /** @param {boolean} offered */
    show(offered) {
      el.hidden = !offered;
      if (offered) return;
      told.replaceChildren();
      button.textContent = _("Try it");
    },
  };
}
