/**
 * A press of "Send" that went with its kernel: the form that takes the form's place is pressed in
 * its stead where it holds the same answers. Where it does not, the person has to be told.
 */

/** The class of a form's button; the room kernel gives it. */
const SEND = "kit-send";
const AWAY = "kit-away";

/** @typedef {import("./manager.js").Model} Model */

/**
 * @param {Model} model
 * @param {string} name
 */
function hasClass(model, name) {
  return (model.get("_dom_classes") ?? []).includes(name);
}

/**
 * What a form's inputs hold, by their questions.
 * @param {Model[]} models
 */
function readAnswers(models) {
  const inputs = models.filter((model) => model.get("prompt"));
  return new Map(
    inputs.map((model) => {
      const { prompt, text, value, share } = model.attributes;
      return [JSON.stringify([prompt, text]), JSON.stringify([value, share])];
    }),
  );
}

/**
 * @param {Set<string>} pressed Comms of the buttons whose press was given up.
 * @param {Model[]} before Models of the page that goes.
 * @param {Model[]} now Models of the page that takes its place.
 * @returns {boolean} Whether a press was lost, so that what the person sent is not what counts.
 */
export function pressAgain(pressed, before, now) {
  const lost = before.find((model) => pressed.has(model.model_id) && hasClass(model, SEND));
  const button = now.find((model) => hasClass(model, SEND));
  if (!lost || !button || button.get("disabled") || hasClass(button, AWAY)) return false;
  const [sent, there] = [readAnswers(before), readAnswers(now)];
  if (![...sent.keys()].some((question) => there.has(question))) return false; // another exercise
  const same = [...sent].every(([question, answer]) => there.get(question) === answer);
  // What a coin stands before is with the page alone, and went with it.
  if (!same || now.some((model) => model.get("coin"))) return true;
  if (button.get("description") === lost.get("description")) button.send({ event: "click" });
  return false;
}
