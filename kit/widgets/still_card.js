import { follow, make, write } from "./shared/field.js";
import { listSizes, makeGrower } from "./shared/grow.js";
import { makeTeller } from "./shared/stage.js";

const SIZES = listSizes(5.2, 2); // hundredths of the stage's width

/**
 * @typedef {object} Traits As `still_card.py` describes them.
 * @property {string} title
 * @property {string[]} lines
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-still-card");
  const title = make("figcaption", "kit-title");
  const list = make("ul");
  title.dir = "auto";
  root.append(title, list);
  el.append(root);
  const grower = makeGrower(root, SIZES);
  const teller = makeTeller(root, "waits");

  function draw() {
    const lines = model.get("lines");
    const name = model.get("title") || lines[0];
    write(title, model.get("title"));
    root.setAttribute("aria-label", name);
    list.replaceChildren(
      ...lines.map((line) => {
        const item = make("li", "", line);
        item.dir = "auto";
        return item;
      }),
    );
    grower.grow();
    teller.tell(name, lines.length > 0);
  }

  draw();
  const stop = follow(model, ["title", "lines"], draw);
  return () => {
    stop();
    grower.stop();
    teller.stop();
    root.remove();
  };
}

export default { render };
