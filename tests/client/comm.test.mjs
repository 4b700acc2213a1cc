import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Comm } from "../../kit/client/src/comm.js";
import { openLine, openPage, Socket, update } from "./page.mjs";

const PACE = 50;
/** @type {import("node:test").Mock<() => number>} */
let clock;

beforeEach(() => {
  openPage();
  mock.timers.enable({ apis: ["setTimeout"] });
  clock = mock.method(performance, "now", () => 1_000);
});

afterEach(() => mock.reset());

/** The comm of a text on a line that is open. */
function openComm(flush = () => {}) {
  const { connection } = openLine();
  Socket.last.open();
  return new Comm("text", connection, flush);
}

test("an update is reported idle once the kernel is done with it, and one every 50 ms at most", () => {
  const comm = openComm();
  const status = mock.fn();
  const id = comm.send(update("a"), { iopub: { status } });
  mock.timers.tick(PACE);
  assert.equal(status.mock.callCount(), 0);
  clock.mock.mockImplementation(() => 1_020);
  Socket.last.say({ type: "idle", id });
  mock.timers.tick(PACE - 21);
  assert.equal(status.mock.callCount(), 0);
  mock.timers.tick(1);
  const [told] = status.mock.calls[0].arguments;
  assert.equal(told.content.execution_state, "idle");
  assert.equal(told.parent_header.msg_id, id);
});

test("a press overtakes no value that is held back, and an update holds back nothing", () => {
  /** @type {unknown[]} */
  const order = [];
  const comm = openComm(() => order.push("flush", Socket.last.sent.length));
  comm.send(update("a"));
  assert.deepEqual(order, []);
  comm.send({ method: "custom", content: { event: "click" } });
  assert.deepEqual(order, ["flush", 1]);
  assert.equal(Socket.last.sent.length, 2);
});

test("an echo bears the number of the oldest update under way", () => {
  const comm = openComm();
  /** @type {unknown[]} */
  const heard = [];
  comm.on_msg((message) => heard.push(message.parent_header.msg_id));
  const [first, second] = ["a", "b"].map((word) => comm.send(update(word)));
  comm.receive({ data: { method: "echo_update" } });
  Socket.last.say({ type: "idle", id: first });
  comm.receive({ data: { method: "echo_update" } });
  Socket.last.say({ type: "idle", id: second });
  comm.receive({ data: { method: "update" } });
  assert.deepEqual(heard, [first, second, undefined]);
});

test("what comes before anybody listens is kept, in its order", () => {
  const comm = openComm();
  for (const number of [1, 2]) comm.receive({ data: { method: "custom", content: number } });
  /** @type {unknown[]} */
  const heard = [];
  comm.on_msg(({ content }) => heard.push(content.data.content));
  comm.receive({ data: { method: "custom", content: 3 } });
  assert.deepEqual(heard, [1, 2, 3]);
});

test("bytes go and come as they are, and of a larger buffer only their part", () => {
  const comm = openComm();
  const whole = Uint8Array.from([9, 1, 2, 255, 9]);
  comm.send(update(null), null, null, [whole.subarray(1, 4), whole.buffer]);
  const [part, all] = Socket.last.sent[0].buffers;
  assert.deepEqual([part, all], ["AQL/", "CQEC/wk="]);
  comm.receive({ data: { method: "update" }, buffers: [part] });
  comm.on_msg(({ buffers: [view] }) => {
    assert.deepEqual([view.getUint8(0), view.getUint8(2), view.byteLength], [1, 255, 3]);
  });
});

test("a widget that is gone in the kernel says so", () => {
  const comm = openComm();
  const closed = mock.fn();
  comm.on_close(closed);
  comm.end();
  assert.equal(closed.mock.calls[0].arguments[0].content.comm_id, "text");
});
