// The registration page: after a change, the server says what follows (hints, needs, free times), and only those parts are renewed.
// One request at a time; an answer that is older than what is in the form by then is thrown away and asked for again.
const form = document.getElementById("registration");
const STILL = 300;
let timer, asking = false;

const typed = (step) => {
  const data = new URLSearchParams(new FormData(form));
  data.set("do", step);
  return data;
};

async function answer(data) {
  const response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function renew(page, which) {
  const focused = document.activeElement?.id;
  for (const old of document.querySelectorAll(which)) {
    const fresh = page.getElementById(old.id);
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function follow() {
  if (asking) return;
  asking = true;
  try {
    const before = typed("look");
    const page = await answer(before);
    if (typed("look").toString() === before.toString()) renew(page, "[data-live]");
    else soon();
  } catch {
    // The line is down: the page still registers as it is.
  } finally {
    asking = false;
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(follow, STILL);
}

async function rows(step) {
  clearTimeout(timer);
  const page = await answer(typed(step));
  form.elements.namedItem("rows").value = page.querySelector("#registration [name=rows]").value;
  renew(page, "[data-live], [data-live-rows]");
  const last = Number(form.elements.namedItem("rows").value) - 1;
  if (step === "add") form.elements.namedItem(`people-${last}-given_names`)?.focus();
  else document.querySelector("#household button[value=add]")?.focus();
}

form.addEventListener("change", soon);
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (!button || !(button.value === "add" || button.value.startsWith("remove-"))) return;
  event.preventDefault();
  rows(button.value).catch(() => form.requestSubmit(button));
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=submit])")) return;
  event.preventDefault();
  const row = event.target.closest("[data-person]");
  if (row && row === [...form.querySelectorAll("[data-person]")].pop()) rows("add").catch(() => {});
});
