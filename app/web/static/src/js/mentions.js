// Typing @ in a note opens the list of colleagues and looks for what follows; ticking one writes their name in the place of it.

const STARTED = /(^|\s)@([\p{L}\d._-]*)$/u;

for (const area of document.querySelectorAll("[data-mentions]")) {
  const text = area.querySelector("textarea");
  const list = area.querySelector("[data-mentions-list]");
  const search = list.querySelector("input[type=search]");

  const started = () => STARTED.exec(text.value.slice(0, text.selectionStart));

  text.addEventListener("input", () => {
    const found = started();
    if (!found) return;
    list.open = true;
    if (search.value !== found[2]) {
      search.value = found[2];
      search.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  list.addEventListener("change", (event) => {
    const found = started();
    if (!found || !event.target.checked || event.target.name !== "mentions") return;
    const hint = document.getElementById(event.target.getAttribute("aria-describedby"));
    const name = hint?.textContent.trim().split(" ")[0];
    if (!name) return;
    const at = text.selectionStart;
    const begins = at - found[2].length - 1;
    text.value = `${text.value.slice(0, begins)}${name} ${text.value.slice(at)}`;
    text.focus();
    text.selectionStart = text.selectionEnd = begins + name.length + 1;
  });
}
