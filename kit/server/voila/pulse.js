// The page's kernel has gone, or the server has: say so, and load the page again once it answers.
// What the line says meanwhile is about the participants' side, and stands on the page: what is wrong
// with it in the banner, and how many phones are reconnecting beside how many have finished.
{
  const kernel = JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;
  const banner = document.getElementById("kit-banner");
  const lost = banner.textContent;
  const wait = () => setTimeout(look, 1500);
  const look = () =>
    fetch("/healthz", { cache: "no-store" }).then((answer) => (answer.ok ? location.reload() : wait()), wait);
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });
  const code = encodeURIComponent(location.pathname.split("/")[2]);
  const pulse = new WebSocket(`${location.origin.replace(/^http/, "ws")}/pulse/${kernel}?code=${code}`);
  const lines = document.createElement("p");
  lines.id = "kit-lines";
  lines.setAttribute("role", "status");
  const place = () => {
    if (lines.isConnected) return;
    document.querySelector(".kit-console > .kit-progress")?.after(lines);
  };
  pulse.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if ("lines" in told) lines.textContent = told.lines;
    if (!("news" in told)) return;
    banner.textContent = told.news;
    banner.hidden = !told.news;
  };
  new MutationObserver(place).observe(document.getElementById("parts"), { childList: true, subtree: true });
  pulse.onclose = () => {
    if (leaving) return;
    banner.textContent = lost;
    banner.hidden = false;
    wait();
  };
}
