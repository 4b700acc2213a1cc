// The page's kernel has gone, or the server has: say so, and load the page again once it answers.
{
  const kernel = JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;
  const banner = document.getElementById("kit-banner");
  const wait = () => setTimeout(look, 1500);
  const look = () =>
    fetch("/healthz", { cache: "no-store" }).then((answer) => (answer.ok ? location.reload() : wait()), wait);
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });
  const pulse = new WebSocket(`${location.origin.replace(/^http/, "ws")}/pulse/${kernel}`);
  pulse.onclose = () => {
    if (leaving) return;
    banner.hidden = false;
    wait();
  };
}
