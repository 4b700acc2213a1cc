/*
 * The page's own script turns the pictures. It hears "kit-chosen" when a picture was chosen
 * somewhere, and tells "kit-turned" when one was chosen here.
 */

const CHANGES = "change:chosen change:phase change:words";

/**
 * @typedef {object} Traits As `picture_choice.py` describes them.
 * @property {string} chosen
 * @property {import("./shared/types.js").Phase} phase
 * @property {string} words
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  el.hidden = true;

  function tell() {
    document.dispatchEvent(
      new CustomEvent("kit-chosen", {
        detail: {
          chosen: model.get("chosen"),
          phase: model.get("phase"),
          words: model.get("words"),
        },
      }),
    );
  }

  /** @param {CustomEvent<string>} event */
  function hear(event) {
    model.set("chosen", event.detail);
    model.save_changes();
  }

  document.addEventListener("kit-turned", hear);
  model.on(CHANGES, tell);
  tell();
  return () => {
    document.removeEventListener("kit-turned", hear);
    model.off(CHANGES, tell);
  };
}

export default { render };
