/** All that tags of colours ask of d3-color: whether a text names one, and a darker one. */

const DARKER = 0.7; // d3's own factor

/**
 * @param {string} text As in a style sheet.
 * @returns {{darker: () => string} | null} None where the browser knows no such colour.
 */
export function color(text) {
  if (!CSS.supports("color", text)) return null;
  return { darker: () => darken(text) };
}

/**
 * @param {string} text
 * @returns {string}
 */
function darken(text) {
  const dot = document.createElement("canvas");
  dot.width = 1;
  dot.height = 1;
  const brush = /** @type {CanvasRenderingContext2D} */ (dot.getContext("2d"));
  brush.fillStyle = text;
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
  return `rgb(${[red, green, blue].map((part) => Math.round(part * DARKER)).join(", ")})`;
}
