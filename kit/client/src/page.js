/**
 * The light page: draws a seat's form from the state in the page, then follows its kernel.
 *
 * The form needs the scripts of its widgets and nothing else; nothing waits for the connection.
 */

import "./phones.js";
import { _ } from "../../widgets/shared/words.js";
import { Banner } from "./banner.js";
import { Cells } from "./cells.js";
import { Connection, setClock } from "./connection.js";
import { Drafts } from "./drafts.js";
import { rememberFocus } from "./focus.js";
import { Manager } from "./manager.js";
import { Sent } from "./sent.js";
import { buildSentView } from "./sent_view.js";
import { keepFocusInSight } from "./sight.js";

const { version } = document.documentElement.dataset;
/* Milliseconds within which the phones of a room load its last page, not all in one instant. */
const SPREAD = 2_000;

/**
 * @typedef {object} Content What a page shows.
 * @property {string} kernel The kernel's generation: another one means other widgets.
 * @property {number} seq Number of the last message that the state includes.
 * @property {number} now The server's time, in seconds since 1970.
 * @property {string} [title]
 * @property {import("./cells.js").Content[]} cells
 * @property {Record<string, import("./manager.js").Described>} state
 */

/**
 * What an exercise is known by: its title, its widgets, and its questions in any other kernel.
 * @param {Content} content
 */
function getTraces({ title, state }) {
  const questions = Object.values(state)
    .filter((described) => described.state.prompt)
    .map((described) => `${described.state.prompt} ${described.state.text}`);
  return new Set([...(title ? [title] : []), ...Object.keys(state), ...questions]);
}

class Page {
  /** Frames are handled one after the other; a page swap holds up the ones behind it. */
  #work = Promise.resolve();
  /** @type {Set<string>} */
  #traces = new Set();
  /* Whether something that was sent has not arrived, and nobody has been told so. */
  #lost = false;

  constructor() {
    this.kernel = "";
    this.seq = 0;
    this.root = document.getElementById("kit-cells");
    this.banner = new Banner(document.getElementById("kit-banner"));
    this.sent = new Sent(location.pathname);
    this.connection = new Connection(
      () => ({ kernel: this.kernel, seq: this.seq, version }),
      (frame) => this.#do(() => this.#handle(frame)),
      this.banner,
      this.sent,
    );
    this.drafts = new Drafts(location.pathname);
    this.manager = new Manager(this.connection, this.drafts, this.sent);
    this.sent.find = (comm) => this.manager.find(comm);
    this.root.after(buildSentView(this.sent));
    this.sent.onEnd = () => this.#part();
    this.cells = new Cells(this.root, this.manager);
  }

  /** @param {Content} content The content that came with the page, or at the door. */
  start(content) {
    this.kernel = content.kernel;
    this.seq = content.seq;
    this.connection.keepComms(Object.keys(content.state));
    this.#do(() => this.#show(content));
    this.connection.open();
    keepFocusInSight();
  }

  /** @param {import("./door.js").Seat} seat What takes the place of the join page. */
  enter({ page, sources }) {
    this.manager.sources.add(sources);
    this.#begin();
    this.start(page);
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

  /** @param {import("./connection.js").ShownFrame} frame */
  #handle(frame) {
    if (frame.type === "page") {
      document.title = frame.page.title || document.title;
      return this.#show(frame.page).then(() => this.#calm());
    }
    if (frame.type === "reload") {
      this.connection.end();
      return location.reload();
    }
    if (frame.seq !== undefined) this.seq = frame.seq;
    if (frame.type === "open") return this.manager.open(frame);
    if (frame.type === "msg") this.manager.receive(frame);
    else if (frame.type === "close") this.manager.close(frame.comm);
    return undefined;
  }

  /** @param {Content} content */
  async #show(content) {
    setClock(content.now);
    this.kernel = content.kernel;
    this.seq = content.seq;
    const putFocusBack = rememberFocus(this.root);
    // A widget that goes hands over what was typed last: wait for it before drafts are put back.
    if (this.cells.drop(content.cells)) await new Promise((resolve) => setTimeout(resolve));
    const states = Object.values(content.state).map((described) => described.state);
    this.drafts.keepOnly(
      /** @type {string[]} */ (states.map(({ prompt }) => prompt).filter(Boolean)),
    );
    this.sent.keepOnly(content.state);
    await this.manager.take(content.state);
    await this.cells.show(content.cells);
    const ids = new Set(Object.keys(content.state));
    this.#lost = this.manager.pressAgain(this.connection.takeUnheard(), ids);
    this.manager.keep(ids);
    const before = this.#traces;
    this.#traces = getTraces(content);
    if ([...this.#traces].some((trace) => before.has(trace))) putFocusBack();
    else if (before.size) this.#begin();
  }

  /** All is well again, or all but something that was sent: that is said until it has been seen. */
  #calm() {
    this.connection.calm();
    if (!this.#lost) return;
    this.banner.show(
      _(
        "What you sent last did not arrive. What stands here is what counts; look at it and send it again.",
      ),
      { atOnce: true },
    );
    addEventListener("click", () => this.connection.calm(), { once: true });
  }

  /** The session has ended: what is left to say stands at this address, and nothing stays here. */
  #part() {
    this.drafts.keepOnly([]);
    setTimeout(() => location.reload(), SPREAD * Math.random());
  }

  /** Something else is shown: start at its top, and let a screen reader know. */
  #begin() {
    scrollTo(0, 0);
    this.root.tabIndex = -1;
    this.root.focus({ preventScroll: true });
  }
}

/**
 * The join page becomes the seat's own: the same document under the address of the seat.
 * @param {import("./door.js").Seat} seat
 */
function enter(seat) {
  history.replaceState(null, "", seat.address);
  new Page().enter(seat);
}

const own = document.getElementById("kit-page");
if (own) {
  own.remove(); // an answer that stands in it stays no longer than its form
  new Page().start(JSON.parse(/** @type {string} */ (own.textContent)));
} else window.kitSeat.then(enter);
