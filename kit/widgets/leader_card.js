import { follow, make } from "./shared/field.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{question: string, text: string}} Said */

/**
 * @typedef {object} Traits As `leader_card.py` describes them.
 * @property {string} heading
 * @property {Said[]} words
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("section", "kit kit-leader-card");
  const heading = make("h2");
  const list = make("dl");
  root.append(heading, list);
  el.append(root);
  const { tell, stop } = makeTeller(root, "leads");

  function draw() {
    const words = model.get("words");
    heading.textContent = model.get("heading");
    list.replaceChildren(
      ...words.flatMap(({ question, text }) => [make("dt", "", question), make("dd", "", text)]),
    );
    root.hidden = heading.textContent === "";
    tell(heading.textContent, !root.hidden);
  }

  draw();
  const stopFollowing = follow(model, ["heading", "words"], draw);
  return () => {
    stopFollowing();
    stop();
    root.remove();
  };
}

export default { render };
