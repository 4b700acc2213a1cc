// The page's kernel has gone, or the server has: say so, and load the page again once it answers.
// What the line says meanwhile is about the participants' side, and stands on the page.
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
  pulse.onmessage = (event) => {
    banner.textContent = event.data;
    banner.hidden = !event.data;
  };
  pulse.onclose = () => {
    if (leaving) return;
    banner.textContent = lost;
    banner.hidden = false;
    wait();
  };
}
