/*
 * The page's own script turns the pictures. It hears "kit-chosen" when a picture was chosen
 * somewhere, and tells "kit-turned" when one was chosen here.
 */

/**
 * @typedef {object} Traits As `picture_choice.py` describes them.
 * @property {string} chosen
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  el.hidden = true;

  function tell() {
    document.dispatchEvent(new CustomEvent("kit-chosen", { detail: model.get("chosen") }));
  }

  /** @param {CustomEvent<string>} event */
  function hear(event) {
    model.set("chosen", event.detail);
    model.save_changes();
  }

  document.addEventListener("kit-turned", hear);
  model.on("change:chosen", tell);
  tell();
  return () => {
    document.removeEventListener("kit-turned", hear);
    model.off("change:chosen", tell);
  };
}

export default { render };
