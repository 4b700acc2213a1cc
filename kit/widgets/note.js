/** A live region: the element stays, its words change, screen readers read the new ones. */

/** @param {{ model: any, el: HTMLElement }} context */
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
  model.on("change:text change:tone", draw);
  draw();
  return () => model.off("change:text change:tone", draw);
}

export default { render };
