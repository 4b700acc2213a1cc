/** All that widgets ask of jQuery: wrap one element, empty it. */

/** @typedef {{0: Element, length: number}} Wrapped */

/**
 * @param {Element} element
 * @returns {Wrapped}
 */
export default function wrap(element) {
  const wrapped = Object.create(wrap.prototype);
  wrapped[0] = element;
  wrapped.length = 1;
  return wrapped;
}

/** @this {Wrapped} */
wrap.prototype.empty = function empty() {
  this[0].textContent = "";
  return this;
};
