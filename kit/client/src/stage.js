/**
 * The stage: one picture at a time, and a jar beside it. The facilitator's page shows the same small.
 * Arrow keys turn from picture to picture. The facilitator's choice is kept in the store and reaches
 * every page; keys pressed on a screen turn that screen alone, until the facilitator turns again.
 * @param {HTMLElement} main
 * @param {boolean} isScreen
 */
export function startStage(main, isScreen) {
  const keys = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  let turn = null;
  let chosen = ""; // the name of a picture

  const turner = document.createElement("div");
  const told = document.createElement("span");
  turner.className = "turner";
  turner.setAttribute("role", "group");
  turner.setAttribute("aria-label", "Pictures on the screen");
  told.setAttribute("role", "status");
  turner.append(makeButton("‹", "Picture before", -1), told, makeButton("›", "Picture after", 1));

  /** The parts that hold a picture, in the notebook's order. */
  function listPictures() {
    const parts = [...main.querySelectorAll(".part:not(.lead, .foot, .link)")];
    return parts.filter((part) => part.querySelector(".kit") && !part.querySelector(".kit-console"));
  }

  /** Whether there is something to see, not only a word that something will come. */
  function isReady(part) {
    if (part.querySelector(".kit").hidden) return false;
    if (part.querySelector(".kit-commitment-board")) return !part.querySelector(".kit-waiting");
    const table = part.querySelector(".kit-heat-table table");
    if (table) return !table.hidden;
    const picture = part.querySelector(".kit-live-chart .kit-picture");
    return !picture || !picture.hidden || part.querySelector(".kit-note").textContent !== "";
  }

  function getName(part) {
    return part.querySelector(".kit-title, figcaption")?.textContent ?? "";
  }

  /** What can be turned to: all that is ready, but for the jar, which stays. */
  function listTurns(pictures, jar) {
    const turns = pictures.filter((part) => part !== jar && isReady(part));
    // Cards that are signed now take the stage until the facilitator turns to something else.
    const board = turns.findLast((part) => part.querySelector(".kit-commitment-board"));
    turn = turns.find((part) => getName(part) === chosen) ?? board ?? turns[0] ?? null;
    return turns;
  }

  function arrange() {
    const pictures = listPictures();
    const jar = pictures.find((part) => part.querySelector(".kit-marble-jar"));
    const turns = listTurns(pictures, jar);
    const leader = isScreen ? main.querySelector(".part.lead:has(.kit-leader-card)") : null;
    const waiting = pictures.find((part) => !part.querySelector(".kit").hidden) ?? pictures[0];
    const beside = leader ?? turn ?? (jar ? null : waiting);
    for (const part of [...pictures, ...main.querySelectorAll(".part.lead")]) {
      part.classList.toggle("offstage", part !== jar && part !== beside);
      part.classList.toggle("beside", part === beside && Boolean(jar));
      part.classList.add("onstage");
    }
    main.classList.toggle("shared", Boolean(jar && beside));
    if (isScreen) return;
    const first = pictures[0];
    if (first && first.previousElementSibling !== turner) first.before(turner);
    // Only what changes is written: every change calls this function again.
    if (turner.hidden !== turns.length < 2) turner.hidden = turns.length < 2;
    const words = turn ? `${turns.indexOf(turn) + 1} of ${turns.length}: ${getName(turn)}` : "";
    if (told.textContent !== words) told.textContent = words;
  }

  function step(by) {
    const pictures = listPictures();
    const turns = listTurns(pictures, pictures.find((part) => part.querySelector(".kit-marble-jar")));
    const next = turns[turns.indexOf(turn) + by];
    if (!next) return;
    chosen = getName(next);
    if (!isScreen) document.dispatchEvent(new CustomEvent("kit-turned", { detail: chosen }));
    arrange();
  }

  function makeButton(sign, name, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => step(by));
    return button;
  }

  document.addEventListener("kit-chosen", (event) => {
    chosen = event.detail;
    arrange();
  });

  document.addEventListener("keydown", (event) => {
    const by = keys[event.key];
    const busy = event.target.closest?.("input, textarea, select, [role=radiogroup], [role=listbox], li, dialog");
    if (!by || busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!isScreen && event.key.startsWith("Page")) return;
    event.preventDefault();
    step(by);
  });

  const watch = { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] };
  new MutationObserver(arrange).observe(main, watch);
}
