import assert from "node:assert/strict";
import { test } from "node:test";
import { MIDDLE, noise, pack } from "../../kit/widgets/shared/heap.js";

/** @typedef {import("../../kit/widgets/shared/heap.js").Ball} Ball */

/** The room inside the glass, in the picture's own units; its lower corners are round. */
const LEFT = 58;
const RIGHT = 502;
const FLOOR = 458;
const CORNER = 51;
const BRIM = 150;
/** @type {[number, boolean][]} */
const HEAPS = [1, 2, 7, 24, 25, 60, 137, 300].flatMap((count) => [
  [count, false],
  [count, true],
]);

/**
 * @param {Ball} one
 * @param {Ball} other
 */
function getDistance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/**
 * How far to the left or the right something touches a marble: other marbles, or the glass.
 * @param {Ball} ball
 * @param {Ball[]} balls
 */
function listContacts(ball, balls) {
  const near = balls.filter(
    (other) => other !== ball && getDistance(ball, other) < ball.r + other.r + 0.1,
  );
  const sides = near.map((other) => other.x - ball.x);
  if (ball.x - ball.r < LEFT + 0.1) sides.push(-ball.r);
  if (ball.x + ball.r > RIGHT - 0.1) sides.push(ball.r);
  for (const [x, outward] of [
    [LEFT + CORNER, -1],
    [RIGHT - CORNER, 1],
  ]) {
    const aside = (ball.x - x) * outward;
    const down = ball.y - (FLOOR - CORNER);
    const bend = aside >= 0 && down >= 0;
    if (bend && Math.hypot(aside, down) + ball.r > CORNER - 0.1) sides.push(aside * outward);
  }
  return sides;
}

for (const [count, gold] of HEAPS) {
  const balls = pack(count, gold);
  const name = `${count} marbles${gold ? " and the gold one" : ""}`;

  test(`${name} are all there, the same every time`, () => {
    assert.equal(balls.length, count + Number(gold));
    assert.deepEqual(pack(count, gold), balls);
  });

  test(`${name} lie inside the glass and not above its brim`, () => {
    for (const { x, y, r } of balls) {
      assert.ok(x - r >= LEFT - 0.1 && x + r <= RIGHT + 0.1 && y + r <= FLOOR + 0.1);
      assert.ok(y >= BRIM, `${y} is above the brim`);
      const inward = Math.max(LEFT + CORNER - x, x - (RIGHT - CORNER));
      const down = y - (FLOOR - CORNER);
      if (inward > 0 && down > 0) assert.ok(Math.hypot(inward, down) + r <= CORNER + 0.1);
    }
  });

  test(`${name} do not overlap`, () => {
    balls.forEach((one, place) => {
      for (const other of balls.slice(place + 1)) {
        assert.ok(getDistance(one, other) > one.r + other.r - 0.1);
      }
    });
  });

  test(`${name} rest on the floor or are held from two sides, and none hangs in the air`, () => {
    for (const ball of balls) {
      const sides = listContacts(ball, balls);
      const held = sides.some((side) => side <= 0.1) && sides.some((side) => side >= -0.1);
      assert.ok(held || ball.y + ball.r > FLOOR - 0.1, JSON.stringify(ball));
    }
  });
}

test("a larger heap begins with the smaller one's places until its marbles must shrink", () => {
  const small = pack(10, true);
  assert.deepEqual(pack(24, true).slice(0, 11), small);
  const large = pack(25, true);
  assert.ok(large[1].r < small[1].r);
  assert.deepEqual(pack(38, true).slice(0, 26), large);
});

test("the gold marble lies first, in the middle of the floor, and is the largest", () => {
  for (const count of [0, 5, 300]) {
    const [gold, ...others] = pack(count, true);
    assert.equal(gold.x, MIDDLE);
    assert.equal(gold.y + gold.r, FLOOR);
    assert.ok(others.every(({ r }) => r < gold.r));
  }
});

test("a heap is higher in the middle than at the glass", () => {
  const balls = pack(150, false);
  /** @type {(from: number, to: number) => number} */
  const getTop = (from, to) =>
    Math.min(...balls.filter(({ x }) => x >= from && x < to).map(({ y }) => y));
  assert.ok(getTop(MIDDLE - 60, MIDDLE + 60) < getTop(LEFT, LEFT + 60));
  assert.ok(getTop(MIDDLE - 60, MIDDLE + 60) < getTop(RIGHT - 60, RIGHT));
});

test("chance is the same for the same place and purpose, spread over all of 0 to 1", () => {
  const numbers = Array.from({ length: 1_000 }, (_, place) => noise(place, 0));
  assert.equal(noise(3, 1), noise(3, 1));
  assert.notEqual(noise(3, 1), noise(3, 2));
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
    assert.ok(share > 60 && share < 140);
  }
});
