import { follow } from "./shared/field.js";

/**
 * @typedef {object} Traits As `tab_memory.py` describes them.
 * @property {string} name
 * @property {string} kept
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const key = `kit-tab ${model.get("name")} ${location.pathname}`;
  el.hidden = true;

  function keep() {
    try {
      sessionStorage.setItem(key, model.get("kept"));
    } catch {} // without storage the next page knows nothing of it
  }

  function recall() {
    try {
      return sessionStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  }

  if (model.get("kept")) keep();
  else if (recall()) {
    model.set("kept", recall());
    model.save_changes();
  }
  return follow(model, ["kept"], keep);
}

export default { render };
