import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Sources } from "../../kit/client/src/sources.js";
import { openPage } from "./page.mjs";

/** @type {Record<string, string>} */
const TEXTS = { a1: "script", b2: "style", c3: "other" };
/** @type {{textContent: string} | null} What the page carries. */
let carried = null;
const PLACE = "https://example.org/trust"; // a proxy has put the kit there

/** @type {import("node:test").Mock<(address: string) => Promise<Response>>} */
let asked;

/**
 * A server that has the texts.
 * @param {string} address
 */
function answer(address) {
  const names = address.slice(`${PLACE}/sources/`.length).split(".");
  return Response.json(Object.fromEntries(names.map((name) => [name, TEXTS[name]])));
}

function makeState(script = "kit-source:a1", style = "kit-source:b2") {
  return { _esm: script, _css: style, text: "kit-source:c3" };
}

beforeEach(() => {
  openPage();
  carried = null;
  const script = { src: `${PLACE}/static/page-1.js` };
  const getElementById = (/** @type {string} */ id) => (id === "kit-sources" ? carried : script);
  Object.assign(document, { getElementById });
  asked = mock.fn(async (address) => answer(address));
  mock.method(globalThis, "fetch", asked);
});

afterEach(() => mock.reset());

test("all that is missing comes in one request, sorted and each once", async () => {
  const states = [makeState("kit-source:b2", "kit-source:a1"), makeState()];
  await new Sources().fill(states);
  assert.deepEqual(
    asked.mock.calls.map(({ arguments: [address] }) => address),
    [`${PLACE}/sources/a1.b2`],
  );
  assert.deepEqual(states[1], { _esm: "script", _css: "style", text: "kit-source:c3" });
  assert.equal(states[0]._esm, "style");
});

test("what is there, on its way, or came with the page is not asked for", async () => {
  carried = { textContent: JSON.stringify({ b2: "carried" }) };
  const sources = new Sources();
  const states = [makeState(), makeState()];
  await Promise.all(states.map((state) => sources.fill([state])));
  await sources.fill([makeState()]);
  assert.deepEqual(
    asked.mock.calls.map(({ arguments: [address] }) => address),
    [`${PLACE}/sources/a1`],
  );
  assert.equal(states[1]._css, "carried");
});

test("what came with the form is not asked for", async () => {
  const sources = new Sources();
  sources.add({ a1: "script", b2: "style" });
  const state = makeState();
  await sources.fill([state]);
  assert.equal(state._css, "style");
  assert.equal(asked.mock.callCount(), 0);
});

test("a text of a widget's own is left as it is", async () => {
  const state = makeState("export default {}", "");
  await new Sources().fill([state]);
  assert.equal(state._esm, "export default {}");
  assert.equal(asked.mock.callCount(), 0);
});

test("what does not come is asked for again, each time after a longer wait", async () => {
  /** @type {number[]} */
  const waits = [];
  /**
   * @param {() => void} call
   * @param {number} wait
   */
  const setTimeout = (call, wait) => {
    waits.push(wait);
    queueMicrotask(call);
  };
  mock.method(globalThis, "setTimeout", /** @type {typeof globalThis.setTimeout} */ (setTimeout));
  asked.mock.mockImplementation(async (address) => {
    if (asked.mock.callCount() < 1) throw new TypeError("no network");
    if (asked.mock.callCount() < 3) return new Response("", { status: 503 });
    return answer(address);
  });
  const state = makeState();
  await new Sources().fill([state]);
  assert.deepEqual(waits, [600, 1_200, 2_400]);
  assert.equal(state._esm, "script");
});

test("what nobody knows is asked for once, and again by the next page", async () => {
  asked.mock.mockImplementation(async () => new Response("", { status: 404 }));
  const sources = new Sources();
  await assert.rejects(sources.fill([makeState()]), /404/);
  assert.equal(asked.mock.callCount(), 1);
  asked.mock.mockImplementation(async (address) => answer(address));
  const state = makeState();
  await sources.fill([state]);
  assert.equal(state._esm, "script");
});
