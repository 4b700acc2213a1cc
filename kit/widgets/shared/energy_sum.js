/**
 * From a map of tasks to its shares: the same sums as in `kit/exercise/energy.py`, done in the browser.
 *
 * @typedef {"gives" | "neutral" | "drains"} Effect
 * @typedef {{size: number, effect: Effect}} Weighed
 */

import { _ } from "./words.js";

/**
 * The shares of giving and of draining work, in per cent to the nearest ten, halves down.
 *
 * @param {Weighed[]} tasks
 * @returns {[number, number]}
 */
export function shareEnergy(tasks) {
  const whole = tasks.reduce((sum, { size }) => sum + size, 0);
  /** @param {Effect} wanted */
  const share = (wanted) => {
    if (whole === 0) return 0;
    const part = tasks.reduce((sum, { size, effect }) => sum + (effect === wanted ? size : 0), 0);
    return 10 * Math.max(0, Math.ceil((20 * part - whole) / (2 * whole)));
  };
  return [share("gives"), share("drains")];
}

/**
 * Say what will go out of a map.
 *
 * @param {number[]} shares Of giving and of draining work, now and next; none for too small a map.
 */
export function tellShares(shares) {
  if (!shares.length)
    return _("From three tasks on, four rounded shares of your map go out when you press Send.");
  const [givingNow, drainingNow, givingNext, drainingNext] = shares;
  return _(
    "All that leaves this browser, by Send alone: now {givingNow} % gives and {drainingNow} % " +
      "drains, next {givingNext} % gives and {drainingNext} % drains.",
    { givingNow, drainingNow, givingNext, drainingNext },
  );
}
