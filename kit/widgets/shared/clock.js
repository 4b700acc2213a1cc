/** How a timer reads, for the small one and for the big one. */

const SOON = 60;

/**
 * The server's time, in seconds since 1970: a phone whose clock is fast shows the time left that
 * everybody else sees. Where no page has heard a server, as in JupyterLab, it is this device's.
 */
export function getTime() {
  return Date.now() / 1000 - (globalThis.kitAhead ?? 0);
}

/**
 * @param {number} left Seconds until time is up; negative after it.
 * @returns {{figures: string, state: "" | "soon" | "over"}}
 */
export function readClock(left) {
  const whole = left > 0 ? Math.ceil(left) : Math.floor(-left);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const seconds = String(whole % 60).padStart(2, "0");
  const figures = hours
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
    : `${minutes}:${seconds}`;
  return { figures, state: left <= 0 ? "over" : whole <= SOON ? "soon" : "" };
}

/**
 * Call `draw` with the seconds left, now and whenever the figures change; with null for no timer.
 *
 * @param {import("./types.js").Model<{ends_at: number}>} model
 * @param {(left: number | null) => void} draw
 * @returns {() => void} Stops it.
 */
export function keepTime(model, draw) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;

  function tick() {
    clearTimeout(next);
    const end = model.get("ends_at");
    if (!end) {
      draw(null);
      return;
    }
    const left = end - getTime();
    draw(left);
    const untilNext = left > 0 ? left % 1 || 1 : 1 - (-left % 1);
    next = setTimeout(tick, untilNext * 1000 + 5);
  }

  // A phone lets timers sleep while the page is not looked at.
  document.addEventListener("visibilitychange", tick);
  model.on("change:ends_at", tick);
  tick();
  return () => {
    clearTimeout(next);
    document.removeEventListener("visibilitychange", tick);
    model.off("change:ends_at", tick);
  };
}
