// Assessing by keyboard: 1 to 4 mark the indicator in hand and go on, or to its comment where there is an error; j and k move.
const form = document.getElementById("assessing");
const all = form ? [...form.querySelectorAll("[data-indicator]")] : [];
const shown = document.querySelector("[data-marked]");
let at = -1;

function count() {
  if (shown) shown.textContent = String(all.filter((each) => each.querySelector("input:checked")).length);
}

function go(to, onComment = false) {
  at = Math.max(0, Math.min(all.length - 1, to));
  const target = all[at].querySelector(onComment ? "textarea" : "input:checked") ?? all[at].querySelector("input");
  target.focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "center" });
}

function mark(n) {
  const boxes = all[at].querySelectorAll("input[type=radio]");
  boxes[n].checked = true;
  boxes[n].dispatchEvent(new Event("input", { bubbles: true }));
  boxes[n].dispatchEvent(new Event("change", { bubbles: true }));
  const error = n === 1 || n === 2;
  go(error ? at : at + 1, error);
}

form?.addEventListener("focusin", (event) => {
  const within = event.target.closest("[data-indicator]");
  if (within) at = all.indexOf(within);
});
form?.addEventListener("change", count);
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !all.length) return;
  const typing = event.target.matches?.("textarea, select, input:not([type=radio])");
  if (typing) return;
  if (/^[1-4]$/.test(event.key)) {
    if (at < 0) at = 0;
    mark(Number(event.key) - 1);
  } else if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else return;
  event.preventDefault();
});
