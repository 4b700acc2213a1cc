/** @param {{model: import("./field.js").Model, el: HTMLElement}} view */
function render({ model, el }) {
  el.hidden = true;

  function reload() {
    // Elsewhere, in JupyterLab, the page is somebody's work: there nothing is loaded again.
    if (document.querySelector("body.kit-facilitator, body.kit-screen")) location.reload();
  }

  model.on("change:version", reload);
  return () => model.off("change:version", reload);
}

export default { render };
