/** The list of what left this phone, at the foot of its page. */

import { _, formatTime, ngettext } from "../../widgets/shared/words.js";

function getAbout() {
  return _(
    "Every message that this tab has sent, for you alone: the list is kept here and sent nowhere. What you " +
      "said is wiped from it when the round closes, and all of it when the session ends. With each " +
      "goes what browsers always send: their kind, their language, and the cookie of your seat.",
  );
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {...(string | Node)} parts
 */
function build(tag, ...parts) {
  const element = document.createElement(tag);
  element.append(...parts);
  return element;
}

/** @param {import("./sent.js").Entry} entry */
function buildLine({ at, about, what }) {
  const line = build(
    "li",
    build("time", formatTime(at, { seconds: true })),
    " ",
    build("bdi", about),
  );
  if (what !== undefined) line.append(": ", build("bdi", what ?? _("wiped from this list")));
  return line;
}

/**
 * @param {import("./sent.js").Sent} sent
 * @returns {HTMLElement}
 */
export function buildSentView(sent) {
  const lines = build("ol");
  const counted = build("p");
  const fold = build(
    "details",
    build("summary", _("What left this phone")),
    build("p", getAbout()),
    lines,
    counted,
  );
  const view = build("footer", fold);
  view.className = "page kit-sent";

  function draw() {
    if (!fold.open) return;
    lines.replaceChildren(...sent.entries.map(buildLine));
    counted.textContent = [
      sent.earlier &&
        ngettext(
          "{n} earlier message is not listed any more.",
          "{n} earlier messages are not listed any more.",
          sent.earlier,
        ),
      sent.beats &&
        ngettext(
          "{n} time the server asked whether this page is still open, and your browser said yes.",
          "{n} times the server asked whether this page is still open, and your browser said yes.",
          sent.beats,
        ),
    ]
      .filter(Boolean)
      .join(" ");
  }

  fold.addEventListener("toggle", draw);
  sent.onChange = draw;
  return view;
}
