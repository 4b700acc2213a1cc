/**
 * What phones of 2019 lack and widgets need, only as much of it as is used: a signal that follows
 * others, one that ends by time, a copy of plain data, new children for an element.
 */

AbortSignal.any ??= (signals) => {
  const follower = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) follower.abort(signal.reason);
    else signal.addEventListener("abort", () => follower.abort(signal.reason), { once: true });
  }
  return follower.signal;
};

AbortSignal.timeout ??= (milliseconds) => {
  const clock = new AbortController();
  setTimeout(() => clock.abort(), milliseconds);
  return clock.signal;
};

AbortSignal.prototype.throwIfAborted ??= function throwIfAborted() {
  if (this.aborted) throw this.reason ?? new DOMException("Aborted", "AbortError");
};

/**
 * @param {unknown} value
 * @returns {any} Of the same kind.
 */
globalThis.structuredClone ??= function copy(value) {
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (ArrayBuffer.isView(value)) {
    const {
      buffer,
      byteOffset,
      byteLength,
      BYTES_PER_ELEMENT = 1,
    } = /** @type {Uint8Array<ArrayBuffer>} */ (value);
    return new /** @type {Uint8ArrayConstructor} */ (value.constructor)(
      buffer.slice(0),
      byteOffset,
      byteLength / BYTES_PER_ELEMENT,
    );
  }
  if (Array.isArray(value)) return value.map(copy);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)]));
};

Element.prototype.replaceChildren ??= function replaceChildren(...nodes) {
  this.textContent = "";
  this.append(...nodes);
};
