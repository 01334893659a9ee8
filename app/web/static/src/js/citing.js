// Cite a passage: select words of an answer and press C. The visible button of each answer cites without this script; with it,
// the selected words go along as the quotation. Where it is cited follows the place being written: its issue, or the open fact.
const TYPING = "input, textarea, select, [contenteditable]";

function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  const at = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-answer]");
  const answer = at(selection.anchorNode);
  if (!answer || answer !== at(selection.focusNode)) return null;
  return { answer, words: selection.toString().trim() };
}

function quote(form, answer) {
  const found = selected();
  form.elements.namedItem("quote").value = found && found.answer === answer ? found.words : "";
}

for (const script of document.querySelectorAll("[data-citing]")) {
  const form = document.getElementById(script.dataset.citing);
  script.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=cite]");
    if (button) quote(form, button.closest("li").querySelector("[data-answer]"));
  });
}

addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(TYPING)) return;
  const found = selected();
  const button = found?.answer.closest("li").querySelector("button[name=cite]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

addEventListener("focusin", (event) => {
  const place = event.target.closest?.("[data-cites-at]");
  const script = document.querySelector("[data-citing]");
  const form = place && script && document.getElementById(script.dataset.citing);
  if (!form?.contains(place)) return;
  form.elements.namedItem("target").value = place.dataset.citesAt;
  const name = place.querySelector("[data-cites-name], label");
  for (const shown of document.querySelectorAll("[data-citing-at]")) shown.textContent = (name?.firstChild ?? name)?.textContent.trim() ?? "";
});
