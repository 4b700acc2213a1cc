/**
 * A heap of marbles in a jar. Places are computed, not simulated: the same numbers always make the
 * same heap, and a larger heap begins with the smaller one's places until its marbles must shrink.
 */

export const MIDDLE = 280;

/** The room inside the glass where marbles lie; `brim` is where a full heap ends. */
const CAVITY = { left: 58, right: 502, floor: 458, corner: 51, brim: 150 };
const CORNERS = [CAVITY.left + CAVITY.corner, CAVITY.right - CAVITY.corner];

/** @typedef {{x: number, y: number}} Spot */
/** @typedef {{x: number, y: number, r: number}} Ball */

/**
 * The same number from 0 to 1 for the same place and purpose.
 * @param {number} place
 * @param {number} purpose
 */
export function noise(place, purpose) {
  let seed = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b);
  seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  seed = Math.imul(seed ^ (seed >>> 12), 0x297a2d39);
  return ((seed ^ (seed >>> 15)) >>> 0) / 2 ** 32;
}

/**
 * Radius for a number of marbles; it changes in steps, so that a few more move nothing.
 * @param {number} count
 */
function measureRadius(count) {
  let step = 24;
  while (step < count) step = Math.ceil(step * 1.55);
  const room = (CAVITY.right - CAVITY.left) * (CAVITY.floor - CAVITY.brim);
  // The gold marble takes the room of two, and large marbles leave larger gaps at the glass.
  const dense = 0.78 - 1.1 / Math.sqrt(step);
  return Math.min(29, Math.sqrt((room * dense) / (Math.PI * (step + 2))));
}

/**
 * Where marbles come to rest, in the order in which they fall: each as low as it can lie, held by
 * two neighbours or the glass, and a little higher in the middle.
 * @param {number} count marbles without the gold one
 * @param {boolean} gold whether the leader's marble lies at the bottom, first of all
 * @returns {Ball[]}
 */
export function pack(count, gold) {
  const radius = measureRadius(count);
  const heap = new Heap(radius);
  const r = Math.max(radius * 1.3, 21);
  if (gold) heap.add({ x: MIDDLE, y: CAVITY.floor - r, r });
  for (let place = 0; place < count; place++) {
    heap.settle(radius * (0.95 + 0.1 * noise(place, 0)), place);
  }
  return heap.balls;
}

class Heap {
  /** @param {number} radius */
  constructor(radius) {
    /** @type {Ball[]} */
    this.balls = [];
    /** @type {Ball[]} Those that another may come to lie on. */
    this.open = [];
    this.cell = 4 * radius;
    /** @type {Map<number, Ball[]>} */
    this.cells = new Map();
  }

  /** @param {Ball} ball */
  add(ball) {
    this.balls.push(ball);
    this.open.push(ball);
    // Noted in every cell that a marble touching it could have its middle in.
    for (const key of this.#listCells(ball.x, ball.y, this.cell / 2 + ball.r)) {
      this.cells.set(key, [...(this.cells.get(key) ?? []), ball]);
    }
  }

  /**
   * Put one more marble of radius `r` where it lies lowest.
   * @param {number} r
   * @param {number} place
   */
  settle(r, place) {
    const half = (CAVITY.right - CAVITY.left) / 2;
    let best = { x: MIDDLE, y: CAVITY.brim, weight: -Infinity };
    /** @param {Spot} spot */
    const weigh = ({ x, y }) => {
      if (!this.#isFree(x, y, r)) return;
      const mound = 1.4 * ((x - MIDDLE) / half) ** 2;
      const weight = y + r * (0.6 * noise(place, Math.round(x)) - mound);
      if (weight > best.weight) best = { x, y, weight };
    };
    weigh({ x: MIDDLE + (noise(place, 1) - 0.5) * half, y: CAVITY.floor - r });
    this.open.forEach((first, index) => {
      touchGlass(first, r).forEach(weigh);
      for (let next = index + 1; next < this.open.length; next++) {
        const second = this.open[next];
        if (isNear(first, second, 2 * r)) touchBoth(first, second, r).forEach(weigh);
      }
    });
    // The lowest spots go first: what lies this far below the newest marble is buried.
    this.open = this.open.filter(({ y }) => y < best.y + 7 * r);
    this.add({ x: best.x, y: best.y, r });
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} r
   */
  #isFree(x, y, r) {
    const [key] = this.#listCells(x, y, 0);
    return (this.cells.get(key) ?? []).every(
      (ball) => Math.hypot(ball.x - x, ball.y - y) > ball.r + r - 0.05,
    );
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  #listCells(x, y, reach) {
    const keys = [];
    /** @param {number} value */
    const last = (value) => Math.floor((value + reach) / this.cell);
    for (let column = Math.floor((x - reach) / this.cell); column <= last(x); column++) {
      for (let row = Math.floor((y - reach) / this.cell); row <= last(y); row++) {
        keys.push(column * 4096 + row);
      }
    }
    return keys;
  }
}

/**
 * Whether something `wide` could bridge two marbles.
 * @param {Ball} a
 * @param {Ball} b
 * @param {number} wide
 */
function isNear(a, b, wide) {
  const most = a.r + b.r + wide;
  return Math.abs(a.x - b.x) < most && Math.abs(a.y - b.y) < most;
}

/**
 * Where two circles cross: at `reachA` from `a` and at `reachB` from `b`.
 * @param {Spot} a
 * @param {number} reachA
 * @param {Spot} b
 * @param {number} reachB
 * @returns {Spot[]}
 */
function cross(a, reachA, b, reachB) {
  const across = b.x - a.x;
  const down = b.y - a.y;
  const apart = Math.hypot(across, down);
  if (apart === 0 || apart > reachA + reachB || apart < Math.abs(reachA - reachB)) return [];
  const along = (apart ** 2 + reachA ** 2 - reachB ** 2) / (2 * apart);
  const aside = Math.sqrt(Math.max(0, reachA ** 2 - along ** 2));
  return [-1, 1].map((side) => ({
    x: a.x + (across * along - side * down * aside) / apart,
    y: a.y + (down * along + side * across * aside) / apart,
  }));
}

/**
 * Whether pushes from two sides, each towards the marble, keep it from falling.
 * @param {Spot} one
 * @param {Spot} other
 */
function isHeld(one, other) {
  const [left, right] = one.x >= other.x ? [one, other] : [other, one];
  return left.x >= 0 && right.x <= 0 && right.y * left.x - left.y * right.x < 0;
}

/**
 * Spots of a marble of radius `r` lying on two others.
 * @param {Ball} a
 * @param {Ball} b
 * @param {number} r
 */
function touchBoth(a, b, r) {
  return cross(a, a.r + r, b, b.r + r).filter((spot) => {
    const low = spot.y > CAVITY.floor - CAVITY.corner;
    const inside = spot.x > CAVITY.left + r && spot.x < CAVITY.right - r;
    const corner = CORNERS.find((x) => (x < MIDDLE ? spot.x < x : spot.x > x));
    const deep =
      low && corner !== undefined
        ? Math.hypot(spot.x - corner, spot.y - CAVITY.floor + CAVITY.corner) > CAVITY.corner - r
        : spot.y > CAVITY.floor - r;
    return inside && !deep && isHeld(reach(a, spot), reach(b, spot));
  });
}

/**
 * Spots of a marble of radius `r` lying on another and against floor, side or corner.
 * @param {Ball} ball
 * @param {number} r
 */
function touchGlass(ball, r) {
  const spots = [];
  const meet = ball.r + r;
  const above = CAVITY.floor - r - ball.y;
  if (Math.abs(above) < meet) {
    const aside = Math.sqrt(meet ** 2 - above ** 2);
    for (const x of [ball.x - aside, ball.x + aside]) {
      if (x >= CORNERS[0] && x <= CORNERS[1]) spots.push({ x, y: CAVITY.floor - r });
    }
  }
  for (const corner of CORNERS) {
    const outward = corner < MIDDLE ? -1 : 1;
    const wall = corner + outward * (CAVITY.corner - r);
    if (Math.abs(wall - ball.x) < meet) {
      const spot = { x: wall, y: ball.y - Math.sqrt(meet ** 2 - (wall - ball.x) ** 2) };
      const upright = spot.y <= CAVITY.floor - CAVITY.corner;
      if (upright && isHeld(reach(ball, spot), { x: -outward, y: 0 })) spots.push(spot);
    }
    const centre = { x: corner, y: CAVITY.floor - CAVITY.corner };
    for (const spot of cross(ball, meet, centre, CAVITY.corner - r)) {
      const bend = (spot.x - corner) * outward >= 0 && spot.y >= centre.y;
      if (bend && isHeld(reach(ball, spot), reach(spot, centre))) spots.push(spot);
    }
  }
  return spots;
}

/**
 * The way from one spot to another.
 * @param {Spot} from
 * @param {Spot} to
 * @returns {Spot}
 */
function reach(from, to) {
  return { x: to.x - from.x, y: to.y - from.y };
}
