/**
 * A dashboard or the screen: draws what its kernel shows from the state in the page, then follows it.
 *
 * The page has a kernel of its own. Where that has gone, the page loads itself again.
 */

import "./phones.js";
import { _ } from "../../widgets/shared/words.js";
import { Banner } from "./banner.js";
import { fill } from "./cells.js";
import { Connection, setClock } from "./connection.js";
import { startDock } from "./dock.js";
import { startFades } from "./fades.js";
import { startFolds } from "./folds.js";
import { startKeys } from "./keys.js";
import { Lines } from "./lines.js";
import { startLobby } from "./lobby.js";
import { Manager } from "./manager.js";
import { startSheet } from "./sheet.js";
import { startSlots } from "./slots.js";
import { startSpokenLines } from "./spoken_lines.js";
import { startStage } from "./stage.js";
import { startStills } from "./stills.js";

function getLost() {
  return _("Connection lost. Trying again; nothing is lost.");
}

const PAUSE = 1000; // milliseconds before the page loads itself again
const LONGER = 5000; // before one that has not become whole does

/** @typedef {Record<string, import("./manager.js").Described>} Described */
/** @typedef {Exclude<import("./connection.js").ShownFrame, {type: "page"}>} Frame */

/** @type {import("./manager.js").DraftKeeper} The store has what the facilitator types. */
const NO_DRAFTS = { follow() {}, hold: (_model, change) => change() };

class VoilaPage {
  /** Frames are handled one after the other, as they come. */
  #work = Promise.resolve();

  /** @param {{kernel: string, seq: number, now: number, state: Described}} content */
  constructor({ kernel, seq, now, state }) {
    setClock(now);
    this.seq = seq;
    this.banner = new Banner(document.getElementById("kit-banner"));
    this.lines = new Lines(document.getElementById("kit-news"), document.getElementById("parts"));
    this.connection = new Connection(
      () => ({ kernel, seq: this.seq }),
      (frame) => this.#do(() => this.#handle(/** @type {Frame} */ (frame))),
      this.banner,
      undefined,
      getLost(), // nobody has written anything here
    );
    this.connection.keepComms(Object.keys(state));
    this.manager = new Manager(this.connection, NO_DRAFTS);
    this.#do(() => this.#draw(state).catch(() => this.#leave()));
    this.connection.open();
  }

  /** @param {() => void | Promise<void>} work */
  #do(work) {
    this.#work = this.#work.then(work).catch((error) => {
      console.error(error);
      this.banner.show(_("A part of this page could not be shown. Load the page again."), {
        atOnce: true,
      });
    });
  }

  /**
   * Once: to load again while the page is being loaded would begin it anew each time.
   * @param {boolean} [now] Nothing has to come back first, and nothing was lost.
   */
  #leave(now) {
    this.connection.end();
    if (now) return location.reload();
    return reload(this.banner, this.connection.returned ? 0 : PAUSE);
  }

  /** @param {Described} state */
  async #draw(state) {
    await this.manager.take(state);
    const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-cell]")]);
    await Promise.all(
      places.map((place) =>
        fill(place, JSON.parse(/** @type {string} */ (place.dataset.cell)), this.manager),
      ),
    );
  }

  /** @param {Frame} frame */
  #handle(frame) {
    if (frame.type === "reload") return this.#leave(frame.now);
    if (frame.type === "news") return this.lines.tellNews(frame.words);
    if (frame.type === "lines") return this.lines.tellLines(frame.words);
    this.seq = frame.seq;
    if (frame.type === "open") return this.manager.open(frame);
    if (frame.type === "msg") this.manager.receive(frame);
    else if (frame.type === "close") this.manager.close(frame.comm);
    return undefined;
  }
}

/**
 * Load the page again, after a moment: what has gone may need it to come back.
 * @param {Banner} banner
 * @param {number} pause Milliseconds.
 */
function reload(banner, pause) {
  banner.show(getLost(), { atOnce: true });
  setTimeout(() => location.reload(), pause);
}

const isScreen = document.body.classList.contains("kit-screen");
const content = JSON.parse(document.getElementById("kit-page")?.textContent ?? "null");
startStage(document.getElementById("parts"), isScreen);
startStills(document.getElementById("parts"));
startLobby(document.body, isScreen);
if (!isScreen) {
  const side = /** @type {HTMLElement} */ (document.querySelector(".side"));
  startSpokenLines(side);
  startFades(side, "#say-words, .kit-lines");
  startSlots(document.getElementById("parts"));
  startDock(/** @type {HTMLElement} */ (document.querySelector('[data-slot="kit-dock"]')));
  startFolds();
  startKeys();
  startSheet();
}
if (content) new VoilaPage(content);
else if (!document.querySelector(".warning")) {
  reload(new Banner(document.getElementById("kit-banner")), LONGER);
}
