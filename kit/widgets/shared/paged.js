/** A picture that has pages: it is drawn, follows its model, and fits its place, until it goes. */

import { follow } from "./field.js";
import { keepFitting } from "./place.js";

/**
 * @template Traits
 * @typedef {object} Paged
 * @property {HTMLElement} root The picture.
 * @property {import("./types.js").Model<Traits>} model
 * @property {(keyof Traits & string)[]} traits Those by which it is drawn anew.
 * @property {{stop: () => void}} teller What tells the stage of it.
 * @property {() => void} draw
 * @property {() => void} show Shows the page there is, in the place there is.
 * @property {(page: number) => void} turn Called with the page that is wanted, from 0.
 */

/**
 * @template Traits
 * @param {Paged<Traits>} paged
 * @returns {() => void} Takes it away.
 */
export function keepPaged({ root, model, traits, teller, draw, show, turn }) {
  root.addEventListener("kit-page", ({ detail }) => {
    turn(Math.max(0, Math.floor(detail) || 0));
    show();
  });
  draw();
  const stop = follow(model, traits, draw);
  const stopFitting = keepFitting(root, show);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
}
