import { startDragging } from "./dragging.js";

// The week of an office by keyboard: arrows go from cell to cell, Enter opens the first link of one, m moves its appointment.
const table = document.querySelector("[data-week]");

function cells() {
  return [...table.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll("[data-cell]")].filter((cell) => cell.offsetParent !== null))
    .filter((row) => row.length > 0);
}

function place(grid, cell) {
  const row = grid.findIndex((each) => each.includes(cell));
  return { row, column: row < 0 ? -1 : grid[row].indexOf(cell) };
}

function go(cell) {
  table.querySelectorAll('[data-cell][tabindex="0"]').forEach((each) => each.setAttribute("tabindex", "-1"));
  cell.setAttribute("tabindex", "0");
  cell.focus();
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function pressed(event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = STEPS[event.key];
  if (step) {
    const grid = cells();
    const at = place(grid, cell);
    const row = grid[Math.min(grid.length - 1, Math.max(0, at.row + step[0]))];
    event.preventDefault();
    go(row[Math.min(row.length - 1, Math.max(0, at.column + step[1]))]);
  } else if (event.key === "Enter" && event.target === cell) {
    cell.querySelector("a")?.click();
  } else if (event.key === "m") {
    const link = event.target.closest("[data-move]") ?? cell.querySelector("[data-move]");
    if (link) window.location.assign(link.dataset.move);
  }
}

if (table) {
  table.querySelectorAll("[data-cell]").forEach((cell) => cell.setAttribute("tabindex", "-1"));
  cells()[0]?.[0]?.setAttribute("tabindex", "0");
  table.addEventListener("keydown", pressed);
  startDragging(table, document.querySelector("[data-week-status]"));
}
