import { follow, make, write } from "./shared/field.js";
import { appear, BREATH, move } from "./shared/motion.js";
import { isStaged, measureUnit } from "./shared/place.js";
import { makeTeller } from "./shared/stage.js";
import { _ } from "./shared/words.js";

/** @type {(keyof Traits)[]} */
const DRAWINGS = ["svg", "svg_narrow", "staged"];
/** @type {(keyof Traits)[]} */
const TRAITS = ["title", "headline", ...DRAWINGS, "alt", "columns", "rows", "message", "note"];
const GROW = 300; // milliseconds in which a bar goes from one length to another
const BUILD = 600; // and in which a picture comes that was not there
/** A sentence of more letters than these is written smaller. */
const LONG = 78;
/** A drawing that is higher than this for its width leaves a jar no place. */
const TALL = 0.45;
const DRAWN = 14; // units of a drawing for a stage in one of the stage's, as `kit.charts.theme` says
const READABLE = 0.97;
const ENOUGH = 0.6;
/** What makes way for a drawing, step by step, until its letters can be read from the back row. */
const WAYS = [
  [],
  ["kit-close"],
  ["kit-close", "kit-closer"],
  ["kit-close", "kit-closer", "kit-tall"],
];
const LOOKS = ["kit-wide", "kit-narrow"];
const STAGED = "kit-staged";
/** Marks that grow from the left, and those that grow from below. */
const GROWING = ".bars_marks path, .band_marks path, .zones_marks path";
const RISING = ".columns_marks path, .parts_marks path";

/**
 * @typedef {object} Own As `live_chart.py` describes them.
 * @property {string} title
 * @property {string} headline
 * @property {string} svg
 * @property {string} svg_narrow
 * @property {string[]} staged
 * @property {string} alt
 * @property {string[]} columns
 * @property {string[][]} rows
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-live-chart");
  const title = make("figcaption", "kit-title");
  const headline = make("p", "kit-headline");
  const picture = make("div", "kit-picture");
  const message = make("p", "kit-message");
  const foot = make("div", "kit-foot");
  const note = make("p", "kit-note");
  const details = make("details");
  const table = make("table");
  picture.setAttribute("role", "img");
  details.append(make("summary", "", _("Show as table")), table);
  foot.append(note, details);
  root.append(title, headline, picture, message, foot);
  el.append(root);
  const teller = makeTeller(root);

  /** @type {string[]} */
  let drawn = [];

  function drawPicture() {
    const texts = [model.get("svg"), model.get("svg_narrow"), ...model.get("staged")];
    if (texts.join() === drawn.join()) return;
    const before = measureMarks(picture);
    const drawings = texts.map(readPicture);
    picture.replaceChildren(...drawings.filter((each) => each !== null));
    drawings.forEach((drawing, index) => {
      // One that stands alone is shown in every place.
      if (picture.childElementCount > 1) drawing?.classList.add(LOOKS[index] ?? STAGED);
    });
    choose();
    // What is there when the page is drawn does not move.
    if (drawn.length && picture.childElementCount) {
      if (before.size) growMarks(picture, before, GROW);
      else reveal();
    }
    drawn = texts;
  }

  /** A breath, the sentence, the picture, and how many answers there are. */
  function reveal() {
    appear(headline, GROW, BREATH);
    for (const drawing of picture.children) appear(drawing, GROW, 2 * BREATH);
    growMarks(picture, new Map(), BUILD, 2 * BREATH);
    appear(note, GROW, 2 * BREATH + BUILD);
  }

  /** On a stage, give the drawing the room that it needs. */
  function choose() {
    const staged = /** @type {SVGSVGElement[]} */ ([...picture.querySelectorAll(`.${STAGED}`)]);
    const usable = staged.length > 0 && isStaged(root);
    root.classList.toggle("kit-composed", usable);
    // Too high to be read beside a jar: it takes the jar's place too.
    const tall = usable && measureShape(staged[1] ?? staged[0]) > TALL;
    for (const way of WAYS) {
      root.classList.remove(...WAYS.flat());
      root.classList.add(...way);
      root.classList.toggle("kit-tall", tall || way.includes("kit-tall"));
      if (!usable || compose(staged)) break;
    }
  }

  /**
   * Show the drawing that fills its place best.
   *
   * @param {SVGSVGElement[]} staged
   * @returns {boolean} Whether its letters are as large as they are meant to be.
   */
  function compose(staged) {
    const { clientWidth, clientHeight } = picture;
    const unit = measureUnit(root);
    // How much of the place a drawing covers when it is as large as fits, and whether its letters
    // are then as large as they are meant to be.
    const weigh = (/** @type {SVGSVGElement} */ drawing) => {
      const { width, height } = drawing.viewBox.baseVal;
      const scale = Math.min(clientWidth / width, clientHeight / height);
      const cover = (scale ** 2 * width * height) / (clientWidth * clientHeight);
      return { drawing, cover, legible: scale * DRAWN >= READABLE * unit };
    };
    const weighed = staged.map(weigh);
    // The first is the widest: it leaves nothing free at its side, where it leaves enough below.
    const [best] =
      weighed[0]?.legible && weighed[0].cover > ENOUGH
        ? weighed
        : weighed.sort((one, other) => other.cover - one.cover);
    for (const drawing of staged) drawing.classList.toggle("kit-chosen", drawing === best?.drawing);
    return best?.legible ?? true;
  }

  function draw() {
    const rows = model.get("rows");
    write(title, model.get("title"));
    write(headline, tieNumbers(model.get("headline")));
    headline.classList.toggle("kit-long", model.get("headline").length > LONG);
    write(note, model.get("note"));
    picture.hidden = DRAWINGS.every((name) => model.get(name).length === 0);
    write(message, picture.hidden ? model.get("message") : "");
    picture.setAttribute("aria-label", model.get("alt"));
    details.hidden = rows.length === 0;
    fillTable(table, model.get("title"), model.get("columns"), rows);
    drawPicture();
    const ready = !picture.hidden || model.get("note") !== "";
    teller.tell(model.get("title"), ready, 1, 0, model.get("tells"));
  }

  draw();
  const stop = follow(model, TRAITS, draw);
  const watch = new ResizeObserver(choose);
  watch.observe(picture);
  return () => {
    stop();
    watch.disconnect();
    teller.stop();
    root.remove();
  };
}

/**
 * How high a drawing is for its width.
 *
 * @param {SVGSVGElement} drawing
 */
function measureShape({ viewBox }) {
  return viewBox.baseVal.height / viewBox.baseVal.width;
}

/**
 * Keep a number on the line of the words beside it.
 *
 * @param {string} text
 */
function tieNumbers(text) {
  return text.replace(/(\d) /g, "$1\u00a0").replace(/ (\d)/g, "\u00a0$1");
}

/**
 * Read a picture; null when there is none.
 *
 * @param {string} text
 */
function readPicture(text) {
  const found = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (found.localName !== "svg") return null;
  const picture = document.importNode(found, true);
  picture.setAttribute("aria-hidden", "true");
  return picture;
}

/**
 * The marks that tell numbers by their length, in every drawing.
 *
 * @param {HTMLElement} picture
 */
function listMarks(picture) {
  return [...picture.children].flatMap((svg, index) =>
    [...svg.querySelectorAll(`${GROWING}, ${RISING}`)].map((mark, place) => {
      const rises = mark.matches(RISING);
      const side = rises ? /v(-?[\d.]+)/ : /h(-?[\d.]+)/;
      // Read, not measured: a picture that is not on the stage has no size.
      const length = Math.abs(Number(side.exec(mark.getAttribute("d") ?? "")?.[1] ?? 1));
      return { mark, name: `${index} ${mark.getAttribute("aria-label") ?? place}`, rises, length };
    }),
  );
}

/** @param {HTMLElement} picture */
function measureMarks(picture) {
  return new Map(listMarks(picture).map(({ name, length }) => [name, length]));
}

/**
 * Let each mark grow from its length before.
 *
 * @param {HTMLElement} picture
 * @param {Map<string, number>} before
 * @param {number} milliseconds
 * @param {number} [delay]
 */
function growMarks(picture, before, milliseconds, delay = 0) {
  for (const { mark, name, rises, length } of listMarks(picture)) {
    const from = (before.get(name) ?? 0) / length;
    const scale = rises ? `scaleY(${from})` : `scaleX(${from})`;
    move(mark, { transform: [scale, "none"] }, milliseconds, delay);
  }
  for (const counts of picture.querySelectorAll(".counts_marks")) {
    appear(counts, milliseconds, delay);
  }
}

/**
 * @param {HTMLElement} table
 * @param {string} title
 * @param {string[]} columns
 * @param {string[][]} rows
 */
function fillTable(table, title, columns, rows) {
  const head = make("tr");
  for (const column of columns) head.append(makeTitle(column, "col"));
  const lines = rows.map(([first, ...others]) => {
    const line = make("tr");
    line.append(makeTitle(first, "row"), ...others.map((text) => make("td", "", text)));
    return line;
  });
  const [top, body] = [make("thead"), make("tbody")];
  top.append(head);
  body.append(...lines);
  table.setAttribute("aria-label", title);
  table.replaceChildren(top, body);
}

/**
 * @param {string} text
 * @param {string} scope
 */
function makeTitle(text, scope) {
  const cell = make("th", "", text);
  cell.scope = scope;
  return cell;
}

export default { render };
