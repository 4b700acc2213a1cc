/** All that tabs ask of Lumino's dragging: another cursor for as long as one lasts. */

export const Drag = {
  /**
   * @param {string} cursor
   * @returns {{dispose: () => void}} What gives the one before back.
   */
  overrideCursor(cursor) {
    const { style } = document.body;
    const before = style.cursor;
    style.cursor = cursor;
    return {
      dispose() {
        style.cursor = before;
      },
    };
  },
};
