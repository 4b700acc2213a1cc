/**
 * The run-sheet's clock: marks the row of its table that the present minute belongs to.
 */
export function startSheet() {
  const RANGE = /^(\d+)\s*[-\u2013\u2014]\s*(\d+)$/;
  const bar = /** @type {HTMLElement} */ (document.querySelector(".sheet .clock"));
  const minute = document.getElementById("minute");
  const button = document.getElementById("clock");
  /** @type {{row: HTMLTableRowElement, from: number, to: number}[]} */
  const rows = [];
  let key = "";

  for (const row of /** @type {NodeListOf<HTMLTableRowElement>} */ (
    document.querySelectorAll(".sheet tr")
  )) {
    const range = RANGE.exec(row.cells[0].textContent.trim());
    if (range) rows.push({ row, from: Number(range[1]), to: Number(range[2]) });
    for (const cell of row.cells)
      cell.classList.toggle("range", RANGE.test(cell.textContent.trim()));
  }
  bar.hidden = rows.length === 0;

  /** @param {number} from The minute that is now. */
  const start = (from) => {
    sessionStorage.setItem(key, String(Date.now() - from * 60000));
    draw();
  };

  function draw() {
    const began = Number(sessionStorage.getItem(key) ?? 0);
    const now = (Date.now() - began) / 60000;
    minute.textContent = began ? `Minute ${Math.floor(now) + 1}` : "";
    button.textContent = began ? "From the start" : "Start the clock";
    for (const { row, from, to } of rows) {
      if (began && from <= now && now < to) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  // A clock that nobody has started starts with the first press, at the row that names the button.
  document.addEventListener("click", (event) => {
    const pressed = /** @type {Partial<Element>} */ (event.target).closest?.(
      ".kit-next",
    )?.textContent;
    if (!pressed || sessionStorage.getItem(key)) return;
    const named = rows.find(({ row }) =>
      [...row.querySelectorAll("strong")].some((word) => word.textContent === pressed),
    );
    start(named?.from ?? 0);
  });
  button.addEventListener("click", () => start(0));

  /** The clock belongs to a round, which the kernel's part of the page tells. */
  const watch = new MutationObserver(() => {
    const round = /** @type {HTMLElement | null} */ (document.querySelector(".kit-steps"))?.dataset
      .round;
    if (!round || key) return;
    key = `kit clock ${location.pathname} ${round}`;
    watch.disconnect();
    draw();
    setInterval(draw, 5000);
  });
  if (rows.length)
    watch.observe(document.getElementById("parts"), { subtree: true, childList: true });
}
