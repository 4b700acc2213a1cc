/** A live region: the element stays, its words change, screen readers read the new ones. */

/**
 * @typedef {object} Traits As `note.py` describes them.
 * @property {string} text
 * @property {"calm" | "good" | "pending" | "care" | "warning"} tone
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  el.classList.add("kit", "kit-note");
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  el.append(line);

  const draw = () => {
    line.textContent = model.get("text");
    el.dataset.tone = model.get("tone");
    el.classList.toggle("kit-note-empty", !model.get("text"));
  };
  const change = () => {
    draw();
    // What stops an answer from being sent must not lie behind the button or below the edge.
    const stops = ["care", "warning"].includes(model.get("tone")) && model.get("text");
    if (stops) line.scrollIntoView({ block: "nearest" });
  };
  model.on("change:text change:tone", change);
  draw();
  return () => model.off("change:text change:tone", change);
}

export default { render };
