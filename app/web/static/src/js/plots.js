// Pointing at a drawing, or walking through it with the arrows, says its values below. Without this the drawing and
// its table are the same.

function startPlot(plot) {
  const say = plot.querySelector("[data-say]");
  const drawing = () => [...plot.querySelectorAll("svg")].find((svg) => svg.getBoundingClientRect().width > 0);
  const strips = () => [...(drawing()?.querySelectorAll(".c-hit") ?? [])];
  let at = -1;
  function show(strip) {
    plot.querySelectorAll(".c-hit.is-on").forEach((one) => one.classList.remove("is-on"));
    if (!strip) return;
    strip.classList.add("is-on");
    at = strips().indexOf(strip);
    say.textContent = strip.querySelector("title").textContent;
  }
  // What a part of the drawing counts is listed behind it, as behind the same number of the table.
  function open(strip) {
    if (strip?.dataset.href) location.assign(strip.dataset.href);
  }
  if (!strips().length) return;
  plot.tabIndex = 0;
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", drawing().getAttribute("aria-label"));
  plot.addEventListener("pointerover", (event) => show(event.target.closest(".c-hit")));
  plot.addEventListener("pointerleave", () => show(null));
  plot.addEventListener("click", (event) => open(event.target.closest("[data-href]")));
  plot.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open(strips()[at]);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = strips();
    show(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  });
}

document.querySelectorAll("[data-plot]").forEach(startPlot);
