// The interview by keyboard: whatever carries data-key is pressed by that key ("F8", "c", "Ctrl+Enter"). Plain letters only
// work outside the fields. A page that was opened at #now starts in the question that is being written.
const typing = (element) => element?.closest("input, select, textarea, [contenteditable]") !== null;

function pressed(event) {
  if (event.altKey || event.metaKey) return "";
  return (event.ctrlKey ? "Ctrl+" : "") + event.key;
}

document.addEventListener("keydown", (event) => {
  const key = pressed(event);
  if (!key || (key.length === 1 && typing(event.target))) return;
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!target) return;
  event.preventDefault();
  target.click();
});

if (location.hash === "#now") {
  const question = document.getElementById("question");
  const answer = document.getElementById("answer");
  (question?.value && answer ? answer : question)?.focus();
}
