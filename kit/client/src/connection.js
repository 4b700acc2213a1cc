/**
 * The line to the server: one WebSocket that comes back by itself, and what is still to be sent.
 *
 * A message counts as sent when the server says that the kernel is done with it ("idle"). What was
 * under way when the line broke is sent again, under the same number; numbers only ever rise. Only
 * what the server has refused twice is given up: a value that is skipped would not be in the answer
 * that is sent behind it.
 */

import { _ } from "../../widgets/shared/words.js";

/** @import * as Manager from "./manager.js" */
/**
 * What travels, as docs/relay.md has it. Upward, from the page to a widget in the kernel:
 * @typedef {{id: number, comm: string, data: DataUp, buffers: string[]}} FrameUp Buffers in base64.
 * @typedef {UpdateUp | CustomUp | {method: "request_state", content?: undefined}} DataUp
 * @typedef {{method: "update", state: object, buffer_paths?: Path[], content?: undefined}} UpdateUp
 * @typedef {{method: "custom", content: {event?: string} | null}} CustomUp
 * @typedef {(string | number)[]} Path Where in a state a buffer belongs.
 */

/**
 * Downward, from a kernel:
 * @typedef {{type: "open", seq: number, comm: string, data: Opened, buffers?: string[]}} OpenFrame
 * @typedef {{type: "msg", seq: number, comm: string, data: DataDown, buffers?: string[]}} MessageFrame
 * @typedef {{type: "close", seq: number, comm: string}} CloseFrame
 * @typedef {{state: Manager.State & Manager.Names, buffer_paths?: Path[]}} Opened
 * @typedef {{method: "update" | "echo_update" | "custom", state?: object, content?: unknown,
 *   buffer_paths?: Path[]}} DataDown
 *
 * And from the server:
 * @typedef {{type: "idle", id: number}} IdleFrame
 * @typedef {{type: "page", page: import("./page.js").Content}} PageFrame
 * @typedef {{type: "hello"} | {type: "beat", now: number}} QuietFrame
 * @typedef {{type: "bye", reason: string, again: boolean, ended?: boolean}} ByeFrame
 * @typedef {{type: "reload", now?: boolean, seq?: undefined}} ReloadFrame
 * @typedef {{type: "news", words: string, seq?: undefined}} NewsFrame
 * @typedef {{type: "lines", words: string, seq?: undefined}} LinesFrame
 */

/** @typedef {OpenFrame | MessageFrame | CloseFrame} KernelFrame */
/** @typedef {PageFrame | ReloadFrame | NewsFrame | LinesFrame} ServerFrame */
/** @typedef {KernelFrame | ServerFrame} ShownFrame A frame that changes the page. */
/** @typedef {ShownFrame | IdleFrame | QuietFrame | ByeFrame} Frame */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const OPENING = 8_000;
/* The server sends a beat every 20 s; a line that is silent for longer is dead. */
const SILENCE = 50_000;
const MAX_FRAME = 256 * 1024;
const READING = 8_000;

/**
 * Take note of the server's time, which every page is told when it is made and with every beat.
 * @param {number} now Seconds since 1970.
 */
export function setClock(now) {
  globalThis.kitAhead = Date.now() / 1000 - now;
}

/* Frames that only show that the line is there. */
const QUIET = ["hello", "beat"];

/**
 * A frame as text: half a character, left where a text was cut, becomes a sign for it.
 * @param {FrameUp} frame
 */
function write(frame) {
  return JSON.stringify(frame, (_name, value) =>
    typeof value === "string" ? value.replace(/[\ud800-\udfff]/gu, "\ufffd") : value,
  );
}

/**
 * The widgets of a page that take something: inputs whose round is over do not.
 * @param {{state: Record<string, {state: {over?: boolean}}>}} page
 */
export function listTaking({ state }) {
  return Object.keys(state).filter((comm) => !state[comm].state.over);
}

/**
 * @typedef {object} Message
 * @property {FrameUp} frame
 * @property {() => void} onIdle Called when the kernel is done with it, or it is given up.
 * @property {boolean} refused Whether the server has closed the line with a reason while it was
 *   under way.
 */

/**
 * @typedef {object} Ledger
 * @property {() => void} addLine
 * @property {() => void} addBeat
 * @property {(frame: FrameUp) => void} addFrame
 * @property {() => void} end The session has ended.
 */
/** @type {Ledger} */
const NO_LEDGER = { addLine() {}, addBeat() {}, addFrame() {}, end() {} };

export class Connection {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Message[]} */
  #waiting = [];
  /** @type {Map<number, Message>} */
  #underWay = new Map();
  /** @type {Set<string>} */
  #comms = new Set();
  /** @type {Set<string>} Comms whose press has been given up, as their kernel is gone. */
  #unheard = new Set();
  #ready = false;
  #over = false;
  #fresh = true;
  #tries = 0;
  /** @type {ReturnType<typeof setTimeout> | number} */
  #timer = 0;
  /** @type {ReturnType<typeof setTimeout> | number} */
  #silence = 0;
  #number = Date.now();
  /* Whether the line has been lost and opened again since the page was loaded. */
  returned = false;

  /**
   * @param {() => {kernel: string, seq: number, version?: string}} getPlace What the page shows at
   *   present, and of which version of the kit it is.
   * @param {(frame: ShownFrame) => void} onFrame Called with frames that change the page.
   * @param {import("./banner.js").Banner} banner
   * @param {Ledger} [ledger] Told of whatever is sent, before it is sent.
   * @param {string} [lost] What is said while the line is lost.
   */
  constructor(
    getPlace,
    onFrame,
    banner,
    ledger = NO_LEDGER,
    lost = _("Connection lost. Your words are safe here; trying again."),
  ) {
    this.ledger = ledger;
    this.lost = lost;
    this.getPlace = getPlace;
    this.onFrame = onFrame;
    this.banner = banner;
    addEventListener("online", () => this.#hurry());
    addEventListener("pageshow", () => this.#hurry());
    addEventListener("offline", () => this.#lose(this.#socket));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#hurry();
    });
  }

  /** Open the line, unless it is open or opening. */
  open() {
    if (this.#socket || this.#over) return;
    clearTimeout(this.#timer);
    const { kernel, seq, version } = this.getPlace();
    const address = new URL(`${location.pathname.replace(/\/$/, "")}/live`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const place = new URLSearchParams({ kernel, seq: String(seq) });
    // A page that has just been loaded is of the server's version, or would load itself for ever.
    this.returned = !this.#fresh;
    // A press that waits would be lost with the page: it is sent first. Words are kept as drafts.
    const waiting = [...this.#underWay.values(), ...this.#waiting];
    const pressed = waiting.some(({ frame }) => frame.data.content?.event === "click");
    if (version && this.returned && !pressed) place.set("version", version);
    address.search = String(place);
    this.ledger.addLine();
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lose(socket), OPENING);
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      clearTimeout(this.#timer);
      this.#hear(socket);
      // A page that comes back is told first whether it is up to date, or what to show instead.
      if (!this.#fresh) return;
      this.#settle(socket);
      this.calm();
    };
    socket.onclose = () => this.#lose(socket);
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      this.#hear(socket);
      this.#receive(socket, JSON.parse(event.data));
    };
  }

  /** @param {WebSocket} socket */
  #hear(socket) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose(socket), SILENCE);
  }

  /**
   * Send a message, now or when the line is back. One for a widget that the page no longer has is
   * dropped: its kernel is gone.
   * @param {string} comm
   * @param {DataUp} data
   * @param {string[]} buffers
   * @param {() => void} onIdle
   * @returns {number} The message's number.
   */
  send(comm, data, buffers, onIdle) {
    const id = ++this.#number;
    const message = { frame: { id, comm, data, buffers }, onIdle, refused: false };
    if (this.#comms.has(comm)) {
      this.#waiting.push(message);
      this.#flush();
    } else {
      this.#miss(message);
    }
    return id;
  }

  /**
   * @param {string} comm
   * @returns {Set<string>} Names of a widget's traits whose new values have not arrived yet.
   */
  getUnsent(comm) {
    const names = new Set();
    for (const { frame } of [...this.#underWay.values(), ...this.#waiting]) {
      if (frame.comm === comm && frame.data.method === "update") {
        for (const name of Object.keys(frame.data.state)) names.add(name);
      }
    }
    return names;
  }

  /**
   * From now on these are the widgets that the page writes to; what waits for others is dropped.
   * @param {string[]} comms
   */
  keepComms(comms) {
    this.#comms = new Set(comms);
    /** @param {Message} message */
    const isKept = (message) => this.#comms.has(message.frame.comm);
    for (const message of [...this.#underWay.values(), ...this.#waiting]) {
      if (!isKept(message)) this.#miss(message);
    }
    this.#waiting = this.#waiting.filter(isKept);
    for (const [id, message] of this.#underWay) {
      if (!isKept(message)) this.#underWay.delete(id);
    }
  }

  /** @returns {Set<string>} Comms whose press nobody has heard, each told once. */
  takeUnheard() {
    const unheard = this.#unheard;
    this.#unheard = new Set();
    return unheard;
  }

  /** @param {Message} message */
  #miss({ frame }) {
    if (frame.data.content?.event === "click") this.#unheard.add(frame.comm);
  }

  /**
   * @param {WebSocket} socket
   * @param {Frame} frame
   */
  #receive(socket, frame) {
    if (frame.type === "bye") {
      this.#over = !frame.again;
      if (frame.ended) this.ledger.end();
      this.#lose(socket, frame.again ? this.lost : frame.reason, { refused: true });
      return;
    }
    if (frame.type === "beat") {
      setClock(frame.now);
      this.ledger.addBeat();
    }
    if (frame.type === "page") this.keepComms(listTaking(frame.page));
    else if (frame.type === "open") this.#comms.add(frame.comm);
    else if (frame.type === "close") this.#comms.delete(frame.comm);
    if (!this.#ready) {
      this.#settle(socket);
      if (frame.type !== "page") this.calm();
    }
    if (frame.type === "idle") this.#finish(frame.id);
    else if (!QUIET.includes(frame.type)) this.onFrame(/** @type {ShownFrame} */ (frame));
  }

  /** Close for good. */
  end() {
    this.#over = true;
    this.#lose(this.#socket);
  }

  /** All is well again: what the page shows is what the kernel has. */
  calm() {
    if (this.#ready) this.banner.hide();
  }

  /** @param {number} id */
  #finish(id) {
    const message = this.#underWay.get(id);
    this.#underWay.delete(id);
    message?.onIdle();
  }

  /** @param {WebSocket} socket */
  #settle(socket) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#timer);
    this.#ready = true;
    this.#fresh = false;
    this.#tries = 0;
    this.#flush();
  }

  #flush() {
    while (this.#ready && this.#waiting.length) {
      const message = /** @type {Message} */ (this.#waiting.shift());
      const text = write(message.frame);
      if (new Blob([text]).size > MAX_FRAME) {
        this.#giveUp(message);
        continue;
      }
      this.#underWay.set(message.frame.id, message);
      this.ledger.addFrame(message.frame);
      /** @type {WebSocket} */ (this.#socket).send(text);
    }
  }

  /** @param {Message} message */
  #giveUp(message) {
    setTimeout(message.onIdle, 0); // its sender does not know its number yet
    this.banner.show(_("This is too large to send from here. Take something smaller."), {
      atOnce: true,
    });
    setTimeout(() => this.calm(), READING);
  }

  /**
   * @param {WebSocket | null} socket The line that is lost, unless it is another one by now.
   * @param {string} [reason]
   * @param {{refused?: boolean}} [how] Whether the server has closed it, with that reason.
   */
  #lose(socket, reason = this.lost, { refused = false } = {}) {
    if (!socket || socket !== this.#socket) return;
    this.#socket = null;
    this.#ready = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    socket.close();
    const again = [];
    for (const message of this.#underWay.values()) {
      if (refused && message.refused) message.onIdle();
      else again.push({ ...message, refused: message.refused || refused });
    }
    this.#underWay.clear();
    this.#waiting.unshift(...again);
    this.banner.show(reason, { atOnce: this.#over });
    if (this.#over) return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries++);
    // A little chance, so that a roomful of phones does not come back in one instant.
    this.#timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  #hurry() {
    this.#tries = 0;
    this.open();
  }
}
