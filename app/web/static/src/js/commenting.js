// Comment on a passage: select words of the analysis and press M. Without this script the place is chosen from the list and the words
// are typed or left out; with it both are filled from what is selected.
const TYPING = "input, textarea, select, [contenteditable]";
const form = document.querySelector("[data-commenting]")?.closest("form");

function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  const at = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-place]");
  const place = at(selection.anchorNode);
  if (!place || place !== at(selection.focusNode)) return null;
  return { place: place.dataset.place, words: selection.toString().trim() };
}

function fill() {
  const found = selected();
  if (!found) return false;
  form.elements.namedItem("place").value = found.place;
  form.elements.namedItem("quote").value = found.words;
  return true;
}

if (form) {
  addEventListener("mouseup", fill);
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(TYPING) || !fill()) return;
    event.preventDefault();
    form.elements.namedItem("text").focus();
  });
}
