import { forgetKeys, recallKey } from "./shared/claim_keys.js";
import { follow, make, makeId, write } from "./shared/field.js";
import { _ } from "./shared/words.js";

const TITLE = _("A name below a sentence");
const NONE = _(
  "None of the sentences without a name was sent from this tab. Only the tab that sent one can put a " +
    "name below it.",
);
const FULL = _(
  "So many sentences carry a name by now that the others would be too few to hide among. Say it " +
    "aloud, if you like.",
);
const MINE = _("This is mine");
const FOR_GOOD = _(
  "The name will stand below it on every page and in the report. It cannot be undone.",
);
const DONE = _("Your name stands below it now.");
const LOST = _("This did not reach the server. Wait a moment, and press once more.");

/** @typedef {{prompt: string, text: string, mark: string, open: boolean}} Sentence */
/** @typedef {{el: HTMLElement, draw: (sentence: Sentence) => void}} Row */

/**
 * @typedef {object} Traits As `claim_fold.py` describes them. None of them is ever written here.
 * @property {string} round
 * @property {Sentence[]} sentences
 */

/**
 * Tell the server key and name. No cookie goes with it, so it does not learn from which seat.
 *
 * @param {string} key
 * @param {string} name
 * @returns {Promise<string>} What is wrong; "" where the name stands.
 */
async function claim(key, name) {
  try {
    const answer = await fetch(`${location.pathname}/claim`, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key, name }),
    });
    return (await answer.json()).error;
  } catch {
    return LOST;
  }
}

/**
 * @param {string} className
 * @param {string} text
 * @param {() => void} press
 */
function makeButton(className, text, press) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("details", "kit kit-claim-fold");
  const summary = make("summary", "", TITLE);
  const list = make("ul");
  const none = make("p", "kit-hint");
  const said = make("p", "kit-said");
  said.setAttribute("role", "status");
  root.append(summary, list, none, said);
  el.append(root);

  /** @type {Map<string, Row>} By the marks of their sentences. */
  const rows = new Map();

  /** Until somebody opens it, nothing on the page depends on what this tab has sent. */
  function draw() {
    const sentences = model.get("sentences");
    root.hidden = sentences.length === 0 && !said.textContent;
    const round = model.get("round");
    const own = sentences.filter(
      ({ prompt, mark }) => root.open && recallKey(prompt, round)?.mark === mark,
    );
    for (const [mark, { el }] of rows) {
      if (own.some((sentence) => sentence.mark === mark)) continue;
      el.remove();
      rows.delete(mark);
    }
    for (const sentence of own) {
      const row = rows.get(sentence.mark) ?? makeRow(sentence);
      rows.set(sentence.mark, row);
      list.append(row.el);
      row.draw(sentence);
    }
    write(none, root.open && own.length === 0 && !said.textContent ? NONE : "");
  }

  /** @param {Sentence} sentence */
  function makeRow({ prompt, text }) {
    const row = make("li");
    const words = make("p", "kit-words", text);
    const full = make("p", "kit-hint");
    const form = make("form");
    const label = make("label", "", _("Your name"));
    const field = make("input", "kit-line");
    const error = make("p", "kit-error");
    const put = make("button", "kit-put", _("Put my name below it"));
    const mine = makeButton("kit-quiet-button", MINE, () => turn(true));
    const leave = makeButton("kit-quiet-button", _("Leave it"), () => turn(false));
    words.dir = "auto";
    field.dir = "auto";
    words.id = makeId();
    field.id = label.htmlFor = makeId();
    error.id = makeId();
    error.setAttribute("role", "alert");
    field.autocomplete = "off";
    field.enterKeyHint = "done";
    field.setAttribute("aria-describedby", `${words.id} ${error.id}`);
    mine.setAttribute("aria-describedby", words.id);
    form.noValidate = true;
    form.append(label, field, error, make("p", "kit-hint", FOR_GOOD), put, leave);
    row.append(words, mine, full, form);
    let open = true;
    turn(false, { focus: false });

    /**
     * @param {boolean} writing
     * @param {{focus: boolean}} [options]
     */
    function turn(writing, { focus } = { focus: true }) {
      form.hidden = !writing;
      write(error, "");
      field.value = "";
      drawButton();
      if (focus) (writing ? field : mine).focus();
    }

    function drawButton() {
      mine.hidden = !form.hidden || !open;
      write(full, open || !form.hidden ? "" : FULL);
    }

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const key = recallKey(prompt, model.get("round"))?.key;
      if (!key || put.disabled) return;
      put.disabled = true;
      const wrong = await claim(key, field.value);
      put.disabled = false;
      write(error, wrong);
      if (wrong) {
        field.focus();
        return;
      }
      forgetKeys(prompt); // it has said what it was kept for
      said.textContent = DONE;
      draw();
      summary.focus();
    });

    return {
      el: row,
      /** @param {Sentence} sentence */
      draw(sentence) {
        open = sentence.open;
        drawButton();
      },
    };
  }

  root.addEventListener("toggle", () => {
    if (!root.open) said.textContent = "";
    draw();
  });
  draw();
  const stop = follow(model, ["sentences", "round"], draw);
  return () => {
    stop();
    root.remove();
  };
}

export default { render };
