// An appointment of the week by hand: its handle is dragged onto a free time of a room, and the page that asks why opens with that time
// chosen. Nothing is moved before it is sent. The handle is a link to the same page: for the keyboard, and where this does not run.
const STEP = 30;
const FAR = 6;
const EDGE = 48;
let drag = null;

const clock = (minutes) => `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

// The half hours of a free time at which the whole appointment still fits, and the one under the pointer.
function target(block, y) {
  const room = Number(block.dataset.minutes) - drag.length;
  const starts = room < 0 ? 0 : Math.floor(room / STEP) + 1;
  if (starts === 0) return null;
  const box = block.getBoundingClientRect();
  const nth = Math.min(starts - 1, Math.max(0, Math.floor(((y - box.top) / box.height) * starts)));
  const from = block.dataset.from;
  const begins = Number(from.slice(11, 13)) * 60 + Number(from.slice(14, 16)) + nth * STEP;
  const moment = new Date(new Date(from).getTime() + nth * STEP * 60000).toISOString();
  return {
    slot: `${block.dataset.room}|${moment}`,
    text: `${block.closest("[data-day]").dataset.day}, ${clock(begins)}–${clock(begins + drag.length)} · ${block.closest("[data-name]").dataset.name}`,
  };
}

function begin(table) {
  drag.ghost = document.createElement("div");
  drag.ghost.className = "ac-week-ghost";
  document.body.append(drag.ghost);
  table.classList.add("is-dragging");
}

function end(table) {
  drag?.ghost?.remove();
  drag?.over?.classList.remove("is-over");
  table.classList.remove("is-dragging");
  drag = null;
}

function moved(event, table) {
  if (!drag) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
  if (!drag.ghost) begin(table);
  if (event.clientY < EDGE) window.scrollBy(0, -16);
  if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 16);
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const block = under?.closest("[data-room]");
  drag.over?.classList.remove("is-over");
  drag.over = block;
  drag.target = block ? target(block, event.clientY) : null;
  if (drag.target) block.classList.add("is-over");
  drag.said = block ? table.dataset.tooShort : under?.closest("[data-cell]") ? table.dataset.taken : table.dataset.dropHere;
  drag.ghost.textContent = drag.target?.text ?? drag.said;
  drag.ghost.classList.toggle("is-fitting", drag.target !== null);
  const left = Math.min(event.clientX + 14, window.innerWidth - drag.ghost.offsetWidth - 8);
  drag.ghost.style.transform = `translate(${Math.max(8, left)}px, ${event.clientY + 14}px)`;
}

function dropped(table, status) {
  const { ghost, target: found, handle, said } = drag ?? {};
  end(table);
  if (!ghost) return;
  // What was dragged was not clicked.
  handle.addEventListener("click", (event) => event.preventDefault(), { once: true });
  setTimeout(() => handle.replaceWith(handle.cloneNode(true)), 0);
  if (found) window.location.assign(`${handle.getAttribute("href")}?slot=${encodeURIComponent(found.slot)}`);
  else status.textContent = `${table.dataset.notMoved} ${said ?? ""}`;
}

export function startDragging(table, status) {
  table.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-drag]");
    if (!handle || event.button !== 0) return;
    drag = { handle, length: Number(handle.dataset.drag), x: event.clientX, y: event.clientY };
    status.textContent = "";
    handle.setPointerCapture(event.pointerId);
  });
  table.addEventListener("pointermove", (event) => moved(event, table));
  table.addEventListener("pointerup", () => dropped(table, status));
  table.addEventListener("pointercancel", () => end(table));
  table.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end(table));
}
