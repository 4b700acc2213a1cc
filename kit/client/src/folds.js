/** A link that leads to what is folded away opens it, and its first field can be written into. */

export function startFolds() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    const fold = link && document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
    if (!(fold instanceof HTMLDetailsElement)) return;
    event.preventDefault();
    fold.open = true;
    fold.closest(".kit-folded")?.querySelector("input")?.focus();
  });
}
