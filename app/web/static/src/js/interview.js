// The interview by keyboard: whatever carries data-key is pressed by that key ("F8", "c", "Ctrl+Enter"). Plain letters only
// work outside the fields; data-focus-key takes the keyboard to a field. data-ask puts a question of the child's instrument into the
// row. A page that was opened at #now starts in the question that is being written.
import { startDrawings } from "./drawing.js";

const typing = (element) => element?.closest("input, select, textarea, [contenteditable]") !== null;

function pressed(event) {
  if (event.altKey || event.metaKey) return "";
  return (event.ctrlKey ? "Ctrl+" : "") + event.key;
}

document.addEventListener("keydown", (event) => {
  const key = pressed(event);
  if (!key || (key.length === 1 && typing(event.target))) return;
  const field = [...document.querySelectorAll("[data-focus-key]")].find((one) => one.dataset.focusKey === key);
  if (field) {
    event.preventDefault();
    field.focus();
    return;
  }
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!target) return;
  event.preventDefault();
  target.click();
});

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-ask]");
  const question = document.getElementById("question");
  if (!asked || !question) return;
  question.value = asked.dataset.ask;
  const topic = document.getElementById("topic");
  if (topic) topic.value = asked.dataset.topic;
  question.dispatchEvent(new Event("input", { bubbles: true }));
  document.getElementById("answer")?.focus();
});

startDrawings();

function begin() {
  const question = document.getElementById("question");
  const field = question?.value ? document.getElementById("answer") : question;
  (field ?? document.querySelector("#now textarea, #now button"))?.focus();
}

// Going to the fragment takes the focus away, so this waits until the browser has been there.
if (location.hash === "#now") {
  const soon = () => setTimeout(begin, 0);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
