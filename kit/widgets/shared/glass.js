/** A jar of glass, as a drawing: outline, light and the place for a name. */

import { make, makeId } from "./field.js";
import { MIDDLE } from "./heap.js";

const SVG = "http://www.w3.org/2000/svg";
const OUTLINE = [
  "M160 40 V74 C160 106 52 92 52 150",
  "V408 Q52 464 108 464",
  "H452 Q508 464 508 408 V150 C508 92 400 106 400 74 V40",
].join(" ");
const BEHIND = [
  ["kit-body", `${OUTLINE} Z`],
  ["kit-line kit-faint", "M148 30 A132 14 0 0 1 412 30"],
  ["kit-glint", "M74 166 C68 220 68 330 76 396"],
  ["kit-glint", "M92 141 C87 146 83 152 81 158"],
];
const BEFORE = [
  ["kit-line", OUTLINE],
  ["kit-line kit-lip", "M148 30 A132 14 0 0 0 412 30 V42 A132 14 0 0 1 148 42 Z"],
  ["kit-line kit-faint", "M161 64 A121 13 0 0 0 399 64"],
];
/** @typedef {[place: number, look: string, opacity: number]} Stop Its place from 0 to 1. */
/** @type {Stop[]} How light falls. */
const SHINE = [
  [0, "#fff", 0.55],
  [0.35, "#fff", 0.12],
  [0.7, "#000", 0],
  [1, "#000", 0.2],
];
/** @type {Stop[]} */
const GLASS = [
  [0, "var(--kit-edge)", 0.2],
  [0.1, "var(--kit-edge)", 0.07],
  [0.5, "var(--kit-edge)", 0.02],
  [0.9, "var(--kit-edge)", 0.07],
  [1, "var(--kit-edge)", 0.2],
];

/**
 * Draw the empty jar, with a layer for what lies in it and a name below it.
 *
 * @param {HTMLElement} parent
 */
export function drawGlass(parent) {
  const picture = sketch(parent, "svg", { viewBox: "0 0 560 520", role: "img" });
  const paints = sketch(picture, "defs");
  const ball = { cx: 0.34, cy: 0.3, r: 0.75 };
  picture.style.setProperty("--shine", mixPaint(paints, "radialGradient", SHINE, ball));
  picture.style.setProperty("--glass", mixPaint(paints, "linearGradient", GLASS));
  sketch(picture, "ellipse", { class: "kit-shadow", cx: MIDDLE, cy: 468, rx: 232, ry: 8 });
  for (const [look, d] of BEHIND) sketch(picture, "path", { class: look, d });
  const layer = sketch(picture, "g");
  for (const [look, d] of BEFORE) sketch(picture, "path", { class: look, d });
  const tag = sketch(picture, "g", { class: "kit-tag" });
  sketch(tag, "path", { d: `M${MIDDLE} 456 V482` });
  // No part of the drawing: it can be read however small that is.
  const name = make("p", "kit-name");
  parent.append(name);
  return { picture, layer, tag, name };
}

/**
 * @param {SVGElement} paints
 * @param {"linearGradient" | "radialGradient"} shape
 * @param {Stop[]} stops
 * @param {Record<string, number>} [light] Where a round one comes from.
 * @returns {string} How a style names it.
 */
function mixPaint(paints, shape, stops, light = {}) {
  const id = makeId();
  const paint = sketch(paints, shape, { id, ...light });
  for (const [offset, colour, opacity] of stops) {
    sketch(paint, "stop", { offset, "stop-color": colour, "stop-opacity": opacity });
  }
  return `url(#${id})`;
}

/**
 * Add an element of a drawing.
 *
 * @template {keyof SVGElementTagNameMap} Shape
 * @param {Element} parent
 * @param {Shape} shape
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElementTagNameMap[Shape]}
 */
export function sketch(parent, shape, attributes = {}) {
  const element = document.createElementNS(SVG, shape);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, /** @type {string} */ (value));
  }
  parent.append(element);
  return element;
}
