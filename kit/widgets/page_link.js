/**
 * @typedef {object} Traits As `page_link.py` describes them.
 * @property {boolean} late
 * @property {number} version
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  el.hidden = true;
  let loading = false;

  function reload() {
    // In JupyterLab or Notebook the page is somebody's work; there nothing is loaded again. Their
    // shells' classes tell nothing: Voilà's own shell bears them too.
    // And once: what is being loaded already would begin anew.
    if (loading || !document.body.hasAttribute("data-voila")) return;
    loading = true;
    location.reload();
  }

  model.on("change:version", reload);
  if (model.get("late") || model.get("version")) reload();
  return () => model.off("change:version", reload);
}

export default { render };
