/** What scripts ask of a browser and Node does not have: a page's events, and a socket to answer. */

import { createRequire } from "node:module";
import { Banner } from "../../kit/client/src/banner.js";
import { Connection } from "../../kit/client/src/connection.js";

const require = createRequire(new URL("../../kit/client/package.json", import.meta.url));
const { Model } = require("backbone");

/** A browser's WebSocket; the test is the server at its other end. */
export class Socket {
  /** Those of the present page, in the order in which they were opened. */
  static all = [];
  sent = [];
  closed = false;

  constructor(address) {
    this.address = new URL(address);
    Socket.all.push(this);
  }

  static get last() {
    return Socket.all.at(-1);
  }

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

  /** The server says something. */
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
  globalThis.WebSocket = Socket;
  globalThis.location = new URL("http://kit.test/s/abcd-efgh");
  globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
    globalThis[name] = page[name].bind(page);
  }
  sessionStorage.clear();
}

/** A page's line with its banner; the page has the widgets "text" and "send". */
export function openLine() {
  const element = { hidden: true, textContent: "" };
  const frames = [];
  const connection = new Connection(
    () => ({ kernel: "first", seq: 7 }),
    (frame) => frames.push(frame),
    new Banner(element),
  );
  connection.keepComms(["text", "send"]);
  connection.open();
  return { connection, element, frames };
}

/** An update of a text's value. */
export function update(value) {
  return { method: "update", state: { value }, buffer_paths: [] };
}

/** A widget's model as ipywidgets has it: Backbone's, with what is sent to the kernel counted. */
export class WidgetModel extends Model {
  saved = 0;
  model_id = "";
  sent = [];

  save_changes() {
    this.saved += 1;
  }

  send(content) {
    this.sent.push(content);
  }

  /** What the kernel says. */
  receive(traits) {
    this._state_lock = traits;
    this.set(traits);
    this._state_lock = null;
  }
}
