/**
 * The lobby: the band with the join address as large as the stage, while people gather and whenever
 * somebody asks for it.
 *
 * The facilitator's wish travels as the choice of a picture does, under a name that no picture has,
 * so that it reaches every screen and puts itself away with the next choice. "kit-join" asks for it
 * and puts it away; so does the key J on a screen, for that screen alone.
 */

const JOIN = "kit:join";

/**
 * The letters of a code are as wide as chance and the machine's font will have it: beside the QR
 * picture they are as large as there is room for.
 *
 * @param {HTMLElement} code
 */
function fitCode(code) {
  const place = /** @type {HTMLElement} */ (code.parentElement);
  const draw = () => {
    code.style.setProperty("--fit", "1");
    const fit = Math.min(1, place.clientWidth / code.scrollWidth);
    code.style.setProperty("--fit", String(Math.floor(fit * 1000) / 1000));
  };
  new ResizeObserver(draw).observe(place);
  document.fonts.ready.then(draw);
}

/**
 * @param {HTMLElement} stage Gets the class "lobby".
 * @param {boolean} isScreen
 */
export function startLobby(stage, isScreen) {
  let gathering = stage.classList.contains("lobby");
  let asked = false;
  let calm = false; // the session is stopped for a moment, and nothing else is seen
  let before = ""; // the picture that was chosen last

  /** A picture that is ready, such as last time's cards, goes before the welcome. */
  const isPictured = () => Boolean(stage.querySelector(".stage.pictured"));

  function draw() {
    const wanted = !calm && ((gathering && !isPictured()) || asked);
    if (stage.classList.contains("lobby") === wanted) return;
    const change = () => stage.classList.toggle("lobby", wanted);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!isScreen || still || !document.startViewTransition) return void change();
    const { ready, finished } = document.startViewTransition(change);
    // A page that nobody looks at changes without moving, which is no fault.
    for (const each of [ready, finished]) each.catch(() => {});
  }

  /** @param {string} name */
  function follow(name) {
    asked = name === JOIN;
    if (!asked) before = name;
    draw();
  }

  document.addEventListener("kit-lobby", ({ detail }) => {
    gathering = detail;
    draw();
  });
  document.addEventListener("kit-calm", ({ detail }) => {
    calm = detail;
    draw();
  });
  document.addEventListener("kit-picture", draw); // the stage has heard of it before
  document.addEventListener("kit-chosen", ({ detail }) => follow(detail));
  document.addEventListener("kit-turned", ({ detail }) => follow(detail));
  document.addEventListener("kit-join", () => {
    if (calm || (gathering && !isPictured())) return; // it is there, and would stay when the exercise begins
    const detail = asked ? before : JOIN;
    // What is chosen on the facilitator's page is told to every other; a screen keeps it to itself.
    if (!isScreen) document.dispatchEvent(new CustomEvent("kit-turned", { detail }));
    document.dispatchEvent(new CustomEvent("kit-chosen", { detail }));
  });
  if (!isScreen) return;
  fitCode(/** @type {HTMLElement} */ (stage.querySelector(".band .code")));
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key.toLowerCase() === "j") document.dispatchEvent(new CustomEvent("kit-join"));
  });
}
