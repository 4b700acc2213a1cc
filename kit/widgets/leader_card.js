import { follow, make } from "./shared/field.js";
import { listSizes, makeGrower } from "./shared/grow.js";
import { makeTeller } from "./shared/stage.js";

const SIZES = listSizes(5.6, 2); // hundredths of the stage's width

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
  const grower = makeGrower(root, SIZES);
  const { tell, stop } = makeTeller(root, "leads");

  function draw() {
    const words = model.get("words");
    heading.textContent = model.get("heading");
    list.replaceChildren(
      ...words.map(({ question, text }) => {
        const said = make("div");
        if (question) said.append(makeLine("dt", question));
        said.append(makeLine("dd", text));
        return said;
      }),
    );
    root.hidden = heading.textContent === "";
    grower.grow();
    tell(heading.textContent, !root.hidden);
  }

  draw();
  const stopFollowing = follow(model, ["heading", "words"], draw);
  return () => {
    stopFollowing();
    grower.stop();
    stop();
    root.remove();
  };
}

/**
 * @param {"dt" | "dd"} tag
 * @param {string} text In whatever language.
 */
function makeLine(tag, text) {
  const line = make(tag, "", text);
  line.dir = "auto";
  return line;
}

export default { render };
