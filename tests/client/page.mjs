/** What scripts ask of a browser and Node does not have: a page's events, and a socket to answer. */

import { createRequire } from "node:module";
import { Banner } from "../../kit/client/src/banner.js";
import { Connection } from "../../kit/client/src/connection.js";

const require = createRequire(new URL("../../kit/client/package.json", import.meta.url));
const { Model } = require("backbone");

/** @typedef {import("../../kit/client/src/connection.js").UpdateUp} UpdateUp */
/** @typedef {import("../../kit/client/src/manager.js").Traits} Traits */
/** @typedef {{id: number, comm: string, data: {state: Traits}, buffers: string[]}} Sent An update. */

/** A browser's WebSocket; the test is the server at its other end. */
export class Socket {
  /**
   * Those of the present page, in the order in which they were opened.
   * @type {Socket[]}
   */
  static all = [];
  /** @type {Sent[]} */
  sent = [];
  closed = false;
  onopen = () => {};
  onclose = () => {};
  /** @type {(event: {data: string}) => void} */
  onmessage = () => {};

  /** @param {string | URL} address */
  constructor(address) {
    this.address = new URL(address);
    Socket.all.push(this);
  }

  static get last() {
    return /** @type {Socket} */ (Socket.all.at(-1));
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  /** The server has taken the line. */
  open() {
    this.onopen();
  }

  /**
   * The server says something.
   * @param {{type: import("../../kit/client/src/connection.js").Frame["type"]} & Record<string, unknown>} frame
   */
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  /** The line breaks. */
  break() {
    this.onclose();
  }
}

/** An empty page, in the place of the one before. */
export function openPage() {
  const page = new EventTarget();
  Socket.all = [];
  Object.assign(globalThis, {
    WebSocket: Socket,
    location: new URL("http://kit.test/s/abcd-efgh"),
    document: Object.assign(new EventTarget(), {
      visibilityState: "visible",
      getElementById: () => null,
    }),
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    dispatchEvent: page.dispatchEvent.bind(page),
  });
  sessionStorage.clear();
}

/**
 * A page's line with its banner; the page has the widgets "text" and "send".
 * @param {string} [version] The kit's, of which the page is.
 */
export function openLine(version) {
  const element = { hidden: true, textContent: "" };
  /** @type {import("../../kit/client/src/connection.js").ShownFrame[]} */
  const frames = [];
  const connection = new Connection(
    () => ({ kernel: "first", seq: 7, version }),
    (frame) => frames.push(frame),
    new Banner(/** @type {HTMLElement} */ (element)),
  );
  connection.keepComms(["text", "send"]);
  connection.open();
  return { connection, element, frames };
}

/**
 * An update of a text's value.
 * @param {string | null} value
 * @returns {UpdateUp}
 */
export function update(value) {
  return { method: "update", state: { value }, buffer_paths: [] };
}

/** A widget's model as ipywidgets has it: Backbone's, with what is sent to the kernel counted. */
export class WidgetModel extends Model {
  saved = 0;
  model_id = "";
  /** @type {{event: string}[]} */
  sent = [];

  save_changes() {
    this.saved += 1;
  }

  /** @param {{event: string}} content */
  send(content) {
    this.sent.push(content);
  }

  /**
   * What the kernel says.
   * @param {Traits} traits
   */
  receive(traits) {
    this._state_lock = traits;
    this.set(traits);
    this._state_lock = null;
  }
}
