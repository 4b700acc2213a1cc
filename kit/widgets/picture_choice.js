/*
 * The page's own script turns the pictures. It hears "kit-chosen" when a picture was chosen
 * somewhere, and tells "kit-turned" when one was chosen here. "kit-phase" tells where the round stands.
 */

/**
 * @typedef {object} Traits As `picture_choice.py` describes them.
 * @property {string} chosen
 * @property {import("./shared/types.js").Phase} phase
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  el.hidden = true;

  function tell() {
    document.dispatchEvent(new CustomEvent("kit-chosen", { detail: model.get("chosen") }));
  }

  function tellPhase() {
    document.dispatchEvent(new CustomEvent("kit-phase", { detail: model.get("phase") }));
  }

  /** @param {CustomEvent<string>} event */
  function hear(event) {
    model.set("chosen", event.detail);
    model.save_changes();
  }

  document.addEventListener("kit-turned", hear);
  model.on("change:chosen", tell);
  model.on("change:phase", tellPhase);
  tell();
  tellPhase();
  return () => {
    document.removeEventListener("kit-turned", hear);
    model.off("change:chosen", tell);
    model.off("change:phase", tellPhase);
  };
}

export default { render };
