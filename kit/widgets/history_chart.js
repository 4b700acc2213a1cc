import { make, write } from "./shared/field.js";
import { growLetters } from "./shared/letters.js";
import { keepPaged } from "./shared/paged.js";
import { isStaged } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";
import { _, formatNumber, ngettext } from "./shared/words.js";

/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "pictures", "cards_title", "cards"];
const LARGEST = 2.6;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Line As `kit.charts.history.Line` describes it.
 * @property {string} day
 * @property {string} told
 * @property {number} n
 * @property {number} zone
 * @property {string} word
 * @property {number[]} parts
 * @property {number} onward
 * @property {number} over
 */
/**
 * @typedef {object} Question As `kit.charts.history.Picture` describes it.
 * @property {string} title
 * @property {string} about
 * @property {string} hint
 * @property {[string, string]} ends
 * @property {Line[]} lines
 * @property {string} note
 */
/**
 * @typedef {object} CardLine
 * @property {string} day
 * @property {number} kept
 * @property {number} changed
 * @property {number} dropped
 * @property {number} open
 */
/**
 * @typedef {object} Own As `history_chart.py` describes them.
 * @property {string} title
 * @property {Question[]} pictures
 * @property {string} cards_title
 * @property {CardLine[]} cards
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-over-time kit-history-chart kit-tall");
  const caption = make("figcaption");
  const about = make("span", "kit-about");
  const title = make("b");
  const hint = make("i");
  const table = make("table");
  const note = make("p", "kit-note");
  about.dir = "auto";
  title.dir = "auto";
  caption.append(about, title, hint);
  root.append(caption, table, note);
  el.append(root);
  const teller = makeTeller(root, "waits");
  let page = 0;

  /** The pages: one for each question, and the last one for the cards, where there are any. */
  const countPages = () => model.get("pictures").length + (model.get("cards").length ? 1 : 0);

  function draw() {
    show();
    const tells = model.get("pictures").map(() => []);
    teller.tell(model.get("title"), countPages() > 0, Math.max(1, countPages()), 0, tells);
  }

  function show() {
    const pictures = model.get("pictures");
    const picture = pictures[Math.min(page, countPages() - 1)];
    root.hidden = countPages() === 0;
    root.classList.toggle("kit-cards-over-time", !picture);
    write(about, picture ? `${model.get("title")} · ${picture.about}` : model.get("title"));
    write(title, picture ? picture.title : model.get("cards_title"));
    write(hint, picture?.hint ?? "");
    write(note, picture?.note ?? "");
    table.replaceChildren(...(picture ? makeLines(picture) : makeCards(model.get("cards"))));
    fit();
  }

  /** The letters are as large as the stage has room for. */
  function fit() {
    table.style.removeProperty("--size");
    root.classList.remove("kit-tight");
    if (!isStaged(root) || root.hidden || grow()) return;
    root.classList.add("kit-tight");
    grow();
  }

  /** @returns {boolean} Whether all of the page can be seen. */
  function grow() {
    return growLetters(root, table, LARGEST, () => root.scrollHeight <= root.clientHeight);
  }

  return keepPaged({
    ...{ root, model, traits: TRAITS, teller, draw, show },
    turn: (wanted) => {
      page = wanted;
    },
  });
}

/** @param {Question} picture */
function makeLines({ ends, lines }) {
  const where = make("th", "kit-where");
  where.scope = "col";
  where.append(...ends.map((words) => makeText("span", words)));
  const head = makeRow([makeHead(_("Session")), where, makeHead(_("Result"))]);
  const rows = lines.map((line) => {
    const strip = make("td", "kit-where");
    if (line.zone >= 0) strip.append(drawStrip(line));
    const result = make("td");
    // The strip shows the same to the eye: how many lie in each third, or the word in one of them.
    result.append(make("span", line.n ? "kit-unseen" : "", line.told));
    if (line.parts.length) {
      const word = make("span", "", line.word);
      word.setAttribute("aria-hidden", "true");
      result.append(word);
    }
    if (line.n)
      result.append(" ", make("span", "kit-n", ngettext("{n} answer", "{n} answers", line.n)));
    return makeRow([makeDay(line.day), strip, result]);
  });
  return [wrap("thead", [head]), wrap("tbody", rows)];
}

/** @param {CardLine[]} cards */
function makeCards(cards) {
  const names = [_("Signed"), _("Kept"), _("Changed"), _("Dropped"), _("Not told")];
  const rows = cards.map(({ day, kept, changed, dropped, open }) =>
    makeRow([
      makeDay(day),
      ...[kept, changed, dropped, open].map((count) => make("td", "", formatNumber(count))),
    ]),
  );
  return [wrap("thead", [makeRow(names.map(makeHead))]), wrap("tbody", rows)];
}

/**
 * Three thirds, the one with the point filled, and the line from there to the next point.
 *
 * @param {Line} line
 */
function drawStrip({ zone, word, parts, onward, over }) {
  const strip = make("div", "kit-thirds");
  strip.setAttribute("aria-hidden", "true");
  if (onward >= 0) {
    const svg = document.createElementNS(SVG, "svg");
    const way = document.createElementNS(SVG, "line");
    svg.setAttribute("viewBox", "0 0 6 1");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", `kit-over-${over}`);
    const ends = { x1: 2 * zone + 1, y1: 0, x2: 2 * onward + 1, y2: 1 };
    for (const [name, value] of Object.entries(ends)) way.setAttribute(name, String(value));
    way.setAttribute("vector-effect", "non-scaling-stroke");
    svg.append(way);
    strip.append(svg);
  }
  for (let place = 0; place < 3; place++) {
    const here = place === zone;
    const words = parts.length ? formatNumber(parts[place]) : here ? word : "";
    strip.append(make("span", here ? "kit-here" : "", words));
  }
  return strip;
}

/** @param {string} words */
function makeHead(words) {
  const head = make("th", "", words);
  head.scope = "col";
  return head;
}

/** @param {string} words */
function makeDay(words) {
  const day = make("th", "", words);
  day.scope = "row";
  return day;
}

/**
 * @param {"span"} tag
 * @param {string} words
 */
function makeText(tag, words) {
  const text = make(tag, "", words);
  text.dir = "auto";
  return text;
}

/** @param {HTMLElement[]} cells */
function makeRow(cells) {
  return wrap("tr", cells);
}

/**
 * @param {"thead" | "tbody" | "tr"} tag
 * @param {HTMLElement[]} inner
 */
function wrap(tag, inner) {
  const outer = make(tag);
  outer.append(...inner);
  return outer;
}

export default { render };
