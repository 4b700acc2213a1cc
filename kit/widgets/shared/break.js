/** What a break says of its end, on the screen and on phones. */

import { getTime } from "./clock.js";
import { _, formatTime, ngettext } from "./words.js";

const TRUSTED = 60; // seconds by which a device's clock may differ from the server's

/** @typedef {{heading: string, line: string}} Words */

/**
 * The time of day is that of the server's clock in this device's time zone. Where the two clocks
 * disagree by more than a minute, nobody can tell which of them is wrong: then only the time left is
 * said, which the server's clock alone decides.
 *
 * @param {number} endsAt When the break is over, in seconds since 1970.
 * @param {number} now The server's time.
 * @param {number} ahead Seconds by which this device's clock is ahead of the server's.
 * @param {string} [zone] A time zone; the device's own without it.
 * @returns {Words}
 */
export function describeBreak(endsAt, now, ahead, zone) {
  const left = endsAt - now;
  if (left <= 0) return { heading: _("We go on"), line: "" };
  const minutes = Math.floor(left / 60);
  const line = minutes
    ? ngettext("Back in {n} minute", "Back in {n} minutes", minutes)
    : _("Back in less than a minute");
  if (Math.abs(ahead) > TRUSTED) return { heading: line, line: "" };
  const time = formatTime(endsAt * 1000, { zone });
  return { heading: _("Back at {time}", { time }), line };
}

/**
 * The same for now.
 *
 * @param {number} endsAt
 */
export function describeBreakNow(endsAt) {
  return describeBreak(endsAt, getTime(), globalThis.kitAhead ?? 0);
}
