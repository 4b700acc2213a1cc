import { forgetKeys } from "./shared/claim_keys.js";
import { findMark } from "./shared/claim_marks.js";
import { follow } from "./shared/field.js";
import { makeRender } from "./shared/text_field.js";

/**
 * @typedef {object} Own As `claim_text_input.py` describes them.
 * @property {string} round
 * @property {string} mark
 */
/** @typedef {import("./text_input.js").Traits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render(view) {
  const { model } = view;
  const forget = () => forgetKeys(model.get("prompt"), model.get("round"));
  if (model.get("round")) forget();
  const stop = follow(model, ["round"], forget);
  const leave = draw(view);
  return () => {
    stop();
    leave();
  };
}

const draw = makeRender(
  /** @param {import("./shared/types.js").Model<Traits>} model */
  (model) => {
    const found = () => findMark(model.get("prompt"), model.get("round"));
    model.set("mark", model.get("share") ? found() : "");
  },
);

export default { render };
