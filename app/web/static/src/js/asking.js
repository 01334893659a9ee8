// Shows a question when what it depends on is chosen. Without this script the page shows it after saving.
// <div data-asked-with="excluded not_excluded" data-asked-for="race"> inside <section data-issue="issue-nexus">: on those conclusions
// (any, when empty), for a ground that is ticked. <div data-shown-with="fact-finding" data-shown-for="rejected">: while that field has
// one of those values.
function chosen(form, name) {
  const control = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  return [...control].filter((each) => each.tagName === "SELECT" || each.checked).map((each) => each.value);
}

function asked(form, question) {
  const issue = question.closest("[data-issue]").dataset.issue;
  const [conclusion] = chosen(form, issue);
  const withThese = question.dataset.askedWith.split(" ").filter(Boolean);
  const ground = question.dataset.askedFor;
  return Boolean(conclusion) && (!withThese.length || withThese.includes(conclusion)) && (!ground || chosen(form, `${issue}-grounds`).includes(ground));
}

function shown(form, part) {
  const values = chosen(form, part.dataset.shownWith);
  return part.dataset.shownFor.split(" ").some((each) => values.includes(each));
}

function ask(form) {
  for (const question of form.querySelectorAll("[data-asked-with]")) question.hidden = !asked(form, question);
  for (const part of form.querySelectorAll("[data-shown-with]")) part.hidden = !shown(form, part);
}

const form = document.getElementById("analysis");
form?.addEventListener("change", () => ask(form));
