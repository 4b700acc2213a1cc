/** All that widgets ask of jQuery: wrap one element, empty it. */

export default function wrap(element) {
  const wrapped = Object.create(wrap.prototype);
  wrapped[0] = element;
  wrapped.length = 1;
  return wrapped;
}

wrap.prototype.empty = function empty() {
  this[0].textContent = "";
  return this;
};
