import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { listTaking } from "../../kit/client/src/connection.js";
import { openLine, openPage, Socket, update } from "./page.mjs";

/** @type {import("node:test").Mock<() => number>} */
let chances;
const FIRST = 500;
const LONGEST = 10_000;

beforeEach(() => {
  openPage();
  mock.timers.enable({ apis: ["setTimeout"] });
  chances = mock.method(Math, "random", () => 0.5); // neither sooner nor later
});

afterEach(() => mock.reset());

/** A line that was open once and comes back. */
function comeBack() {
  Socket.last.break();
  mock.timers.tick(FIRST);
  Socket.last.open();
  Socket.last.say({ type: "hello" });
}

test("the line is asked for with what the page shows", () => {
  openLine();
  assert.equal(String(Socket.last.address), "ws://kit.test/s/abcd-efgh/live?kernel=first&seq=7");
});

test("a page says of which version it is once its line comes back, and not when it is new", () => {
  const { connection } = openLine("v1");
  assert.equal(Socket.last.address.searchParams.get("version"), null);
  assert.equal(connection.returned, false);
  Socket.last.open();
  comeBack();
  assert.equal(Socket.last.address.searchParams.get("version"), "v1");
  assert.equal(connection.returned, true);
});

test("a page with a press to send says it first: the version waits for the next time", () => {
  const { connection } = openLine("v1");
  Socket.last.open();
  connection.send("send", { method: "custom", content: { event: "click" } }, [], () => {});
  comeBack();
  assert.equal(Socket.last.address.searchParams.get("version"), null);
});

test("a line that does not come is tried again, each time after twice as long, up to ten seconds", () => {
  openLine();
  for (const wait of [FIRST, 1_000, 2_000, 4_000, 8_000, LONGEST, LONGEST]) {
    const before = Socket.all.length;
    Socket.last.break();
    mock.timers.tick(wait - 1);
    assert.equal(Socket.all.length, before);
    mock.timers.tick(1);
    assert.equal(Socket.all.length, before + 1);
  }
});

test("chance spreads a roomful of phones over half of the wait", () => {
  for (const [chance, wait] of [
    [0, 375],
    [0.999999, 625],
  ]) {
    openPage();
    openLine();
    chances.mock.mockImplementation(() => chance);
    Socket.last.break();
    mock.timers.tick(wait - 1);
    assert.equal(Socket.all.length, 1);
    mock.timers.tick(1);
    assert.equal(Socket.all.length, 2);
  }
});

test("a line that was open begins with the shortest wait again", () => {
  openLine();
  for (const wait of [FIRST, 1_000, 2_000]) {
    Socket.last.break();
    mock.timers.tick(wait);
  }
  Socket.last.open();
  Socket.last.break();
  mock.timers.tick(FIRST);
  assert.equal(Socket.all.length, 5);
});

for (const [name, event] of /** @type {[string, () => void][]} */ ([
  ["the network is back", () => dispatchEvent(new Event("online"))],
  ["the page comes back from the browser's memory", () => dispatchEvent(new Event("pageshow"))],
  ["somebody looks at the page again", () => document.dispatchEvent(new Event("visibilitychange"))],
])) {
  test(`nobody waits once ${name}`, () => {
    openLine();
    Socket.last.break();
    event();
    assert.equal(Socket.all.length, 2);
    event();
    assert.equal(Socket.all.length, 2); // one line at a time
  });
}

test("a beat tells by how much this device's clock is ahead", () => {
  openLine();
  Socket.last.open();
  Socket.last.say({ type: "beat", now: Date.now() / 1000 - 600 });
  assert.ok(Math.abs((globalThis.kitAhead ?? 0) - 600) < 5);
});

test("a line that does not open within eight seconds, or is silent for fifty, is given up", () => {
  openLine();
  mock.timers.tick(8_000);
  assert.equal(Socket.last.closed, true);
  mock.timers.tick(FIRST);
  const second = Socket.last;
  second.open();
  mock.timers.tick(49_999);
  second.say({ type: "beat", now: 0 });
  mock.timers.tick(49_999);
  assert.equal(second.closed, false);
  mock.timers.tick(1);
  assert.equal(second.closed, true);
});

test("what a line that was given up says later is not listened to", () => {
  const { frames } = openLine();
  const first = Socket.last;
  first.open();
  comeBack();
  first.say({ type: "msg", comm: "text" });
  first.break();
  mock.timers.tick(LONGEST);
  assert.deepEqual(frames, []);
  assert.equal(Socket.all.length, 2);
  assert.equal(Socket.last.closed, false);
});

test("what was under way when the line broke is sent again first, under the same numbers", () => {
  const { connection } = openLine();
  Socket.last.open();
  const numbers = ["a", "b"].map((word) => connection.send("text", update(word), [], () => {}));
  Socket.last.break();
  numbers.push(connection.send("text", update("c"), [], () => {}));
  mock.timers.tick(FIRST);
  Socket.last.open();
  assert.equal(Socket.last.sent.length, 0); // until it is known whether the page is up to date
  Socket.last.say({ type: "hello" });
  assert.deepEqual(
    Socket.last.sent.map(({ id, data }) => [id, data.state.value]),
    [
      [numbers[0], "a"],
      [numbers[1], "b"],
      [numbers[2], "c"],
    ],
  );
  assert.ok(numbers[0] < numbers[1] && numbers[1] < numbers[2]);
});

test("what the kernel is done with is not sent again", () => {
  const { connection } = openLine();
  const idle = mock.fn();
  Socket.last.open();
  const id = connection.send("text", update("a"), [], idle);
  Socket.last.say({ type: "idle", id });
  assert.equal(idle.mock.callCount(), 1);
  comeBack();
  assert.deepEqual(Socket.last.sent, []);
  assert.equal(connection.getUnsent("text").size, 0);
});

test("what the server refuses once is sent again, and given up when it is refused twice", () => {
  const { connection } = openLine();
  const idle = mock.fn();
  Socket.last.open();
  connection.send("text", update("a"), [], idle);
  Socket.last.say({ type: "bye", again: true, reason: "too fast" });
  mock.timers.tick(FIRST);
  Socket.last.open();
  Socket.last.say({ type: "hello" });
  assert.equal(Socket.last.sent.length, 1);
  assert.equal(idle.mock.callCount(), 0);
  Socket.last.say({ type: "bye", again: true, reason: "too fast" });
  assert.equal(idle.mock.callCount(), 1);
  mock.timers.tick(FIRST);
  Socket.last.open();
  Socket.last.say({ type: "hello" });
  assert.deepEqual(Socket.last.sent, []);
});

test("a line that breaks by itself is no refusal, however often it does", () => {
  const { connection } = openLine();
  Socket.last.open();
  connection.send("text", update("a"), [], assert.fail);
  for (let times = 0; times < 3; times++) comeBack();
  assert.equal(Socket.last.sent.length, 1);
  Socket.last.say({ type: "bye", again: true, reason: "too fast" });
  mock.timers.tick(FIRST);
  Socket.last.open();
  Socket.last.say({ type: "hello" });
  assert.equal(Socket.last.sent.length, 1);
});

test("where the server says good-bye for good its reason stands on the page, and nothing is tried", () => {
  const { element } = openLine();
  Socket.last.open();
  Socket.last.say({ type: "bye", again: false, reason: "This session has ended." });
  mock.timers.tick(0);
  assert.deepEqual(element, { hidden: false, textContent: "This session has ended." });
  mock.timers.tick(LONGEST * 10);
  dispatchEvent(new Event("online"));
  assert.equal(Socket.all.length, 1);
});

test("a short gap disturbs nobody, a longer one is told until the line is back", () => {
  const { element } = openLine();
  Socket.last.open();
  comeBack();
  mock.timers.tick(LONGEST);
  assert.equal(element.hidden, true);
  Socket.last.break();
  mock.timers.tick(699);
  assert.equal(element.hidden, true);
  mock.timers.tick(1);
  assert.match(element.textContent, /^Connection lost/);
  Socket.last.open();
  Socket.last.say({ type: "hello" });
  assert.equal(element.hidden, true);
});

test("what is too large for the server is given up with a sentence, and holds up nothing", () => {
  const { connection, element } = openLine();
  const idle = mock.fn();
  Socket.last.open();
  connection.send("text", update("a".repeat(256 * 1024)), [], idle);
  connection.send("text", update("b"), [], () => {});
  mock.timers.tick(1);
  assert.equal(idle.mock.callCount(), 1);
  assert.match(element.textContent, /too large/);
  assert.deepEqual(
    Socket.last.sent.map(({ data }) => data.state.value),
    ["b"],
  );
  mock.timers.tick(8_000);
  assert.equal(element.hidden, true);
});

test("half a character becomes a sign for it, and a whole one stays", () => {
  const { connection } = openLine();
  Socket.last.open();
  connection.send("text", update("\ud83d 😀"), [], () => {});
  assert.equal(Socket.last.sent[0].data.state.value, "\ufffd 😀");
});

test("what is for a widget that the page no longer has is dropped, and a press is told once", () => {
  const { connection } = openLine();
  /** @type {import("../../kit/client/src/connection.js").CustomUp} */
  const press = { method: "custom", content: { event: "click" } };
  connection.send("text", update("a"), [], assert.fail);
  connection.send("send", press, [], assert.fail);
  connection.send("gone", press, [], assert.fail);
  assert.deepEqual(connection.getUnsent("text"), new Set(["value"]));
  connection.keepComms(["other"]);
  Socket.last.open();
  assert.deepEqual(Socket.last.sent, []);
  assert.deepEqual(connection.takeUnheard(), new Set(["gone", "send"]));
  assert.deepEqual(connection.takeUnheard(), new Set());
});

test("widgets of a new page take something, but for those whose round is over", () => {
  const page = { state: { open: { state: {} }, done: { state: { over: true } } } };
  assert.deepEqual(listTaking(page), ["open"]);
  const { connection, frames } = openLine();
  Socket.last.open();
  Socket.last.say({ type: "page", page });
  Socket.last.say({ type: "open", comm: "later" });
  for (const comm of ["open", "done", "later"]) connection.send(comm, update("a"), [], () => {});
  assert.deepEqual(
    Socket.last.sent.map(({ comm }) => comm),
    ["open", "later"],
  );
  Socket.last.say({ type: "close", comm: "later" });
  connection.send("later", update("b"), [], () => {});
  assert.equal(Socket.last.sent.length, 2);
  assert.deepEqual(
    frames.map(({ type }) => type),
    ["page", "open", "close"],
  );
});
