// Read the chosen PDF without losing the choice: the same form is sent, and of its answer only the draft is taken. Without this
// script the whole page comes back, and the file has to be chosen again.
import { csrfToken } from "./requests.js";

function errorsIn(page, form) {
  for (const shown of form.querySelectorAll("[data-draft-error]")) shown.remove();
  for (const message of page.querySelectorAll("#main .govuk-error-message, main .govuk-error-message")) {
    const group = message.closest(".govuk-form-group");
    const field = group?.querySelector("[name]");
    const own = field && form.elements.namedItem(field.name);
    if (!own?.closest) continue;
    const copy = document.importNode(message, true);
    copy.dataset.draftError = "";
    copy.setAttribute("role", "alert");
    own.before(copy);
    own.focus();
    return true;
  }
  return false;
}

for (const button of document.querySelectorAll("button[data-draft]")) {
  button.addEventListener("click", async (event) => {
    const form = button.form;
    const place = document.getElementById(button.dataset.draft);
    event.preventDefault();
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(button.getAttribute("formaction"), {
        method: "POST",
        body: new FormData(form),
        headers: { "X-CSRF-Token": csrfToken() },
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const made = page.getElementById(place.id);
      if (!made) throw new Error("no form came back");
      if (!errorsIn(page, form)) {
        made.querySelector(".ac-draft__again")?.remove();
        place.replaceChildren(...made.childNodes);
        place.focus();
      }
    } catch {
      button.removeAttribute("data-draft");
      form.action = button.getAttribute("formaction");
      form.submit();
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  });
}
