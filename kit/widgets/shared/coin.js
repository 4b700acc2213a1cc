/**
 * What a person has chosen, and the coin that may stand between it and the server.
 *
 * Without the coin a choice is the widget's value at once. With it the choice stays in this browser
 * and is told to nobody: not while it is made, because whoever saw the value move with each tap
 * would learn what the coin said, and not when it is sent, because then the coin has spoken. Two
 * coins are thrown: heads on the first sends the choice, otherwise the second decides alone.
 */

/**
 * @typedef {object} CoinTraits
 * @property {string[]} value
 * @property {boolean} coin
 * @property {boolean} settled
 */
/** @typedef {{chosen: string[], coins: number}} Held Of the coins each is a bit. */

/**
 * What leaves a browser of a choice.
 *
 * @param {string} choice
 * @param {number} coins Of which each is a bit.
 * @returns {string}
 */
export function throwCoins(choice, coins) {
  if (coins & 1) return choice;
  return coins & 2 ? "yes" : "no";
}

/**
 * @param {import("./types.js").Model<import("./types.js").InputTraits & CoinTraits>} model
 * @param {() => void} draw Called when the choice has changed by itself.
 */
export function makeHand(model, draw) {
  const place = `kit-coin ${location.pathname} ${model.get("prompt")} ${model.get("text")}`;
  /** @type {Held} */
  let held = recall();

  /**
   * Draft and coins, as this tab has kept them.
   * @returns {Held}
   */
  function recall() {
    try {
      return JSON.parse(sessionStorage.getItem(place) ?? "") ?? makeEmpty();
    } catch {
      return makeEmpty();
    }
  }

  /** @returns {Held} */
  function makeEmpty() {
    return { chosen: [], coins: crypto.getRandomValues(new Uint8Array(1))[0] };
  }

  function keep() {
    try {
      sessionStorage.setItem(place, JSON.stringify(held));
    } catch {
      // Full or forbidden: what this page holds has to do.
    }
  }

  function forget() {
    held = makeEmpty();
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Forbidden: nothing was kept there.
    }
  }

  /** @param {import("./types.js").Message} message */
  function answer(message) {
    if (message.ask !== "outcome" || !model.get("coin")) return;
    keep(); // the same coins, should this have to be sent once more
    model.send({ outcome: held.chosen.length ? throwCoins(held.chosen[0], held.coins) : "" });
  }

  function settle() {
    if (model.get("settled") || model.get("over") || !model.get("coin")) forget();
    draw();
  }

  if (model.get("settled") || model.get("over")) forget();
  model.on("msg:custom", answer);
  model.on("change:settled", settle);
  model.on("change:coin", settle);
  model.on("change:over", settle);

  return {
    /** @returns {string[]} */
    get: () => (model.get("coin") ? held.chosen : model.get("value")),
    /** @param {string[]} chosen */
    set(chosen) {
      if (model.get("coin")) {
        held.chosen = chosen;
        keep();
        return;
      }
      model.set("value", chosen);
      model.save_changes();
    },
    stop() {
      model.off("msg:custom", answer);
      model.off("change:settled", settle);
      model.off("change:coin", settle);
      model.off("change:over", settle);
    },
  };
}
