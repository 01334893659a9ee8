// The household form: rows that come and go, the screening's columns, the guardian, errors at their fields. Knows nothing of storing.
import { ageOn, birthOf, MOST_ROWS, registrationOf } from "./offline_rules.js";
import { factsOf, needsFrom } from "./offline_screening.js";
import { element, languageCodes, say } from "./offline_words.js";

// The number that the page's templates carry where a row's own belongs.
const ROW = 986;
const fieldId = (name) => name.replace(/[^\p{L}\p{N}_]/gu, "-");

function numbered(html, n) {
  const holder = document.createElement("template");
  holder.innerHTML = html.replaceAll(String(ROW), String(n)).replaceAll(String(ROW + 1), String(n + 1));
  return holder.content;
}

export class Form {
  constructor(form, changed) {
    this.form = form;
    this.rows = 0;
    this.questions = JSON.parse(form.dataset.questions);
    this.proposes = JSON.parse(form.dataset.rules);
    this.today = null;
    this.majorityAge = 18;
    this.body = form.querySelector(".ac-people tbody");
    form.addEventListener("input", (event) => {
      this.follow(event.target);
      changed();
    });
    form.addEventListener("click", (event) => {
      const remove = event.target.closest("[data-remove]");
      if (remove) this.remove(Number(remove.dataset.remove));
      else if (event.target.closest("#add-person")) this.add();
      else return;
      changed();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input:not([type=submit])")) return;
      event.preventDefault();
      if (event.target.closest("tr") !== this.body.lastElementChild || !event.target.closest(".ac-people")) return;
      this.add();
      changed();
    });
  }

  // ---- values
  values() {
    const found = {};
    for (const field of this.form.elements) {
      if (!field.name) continue;
      if (field.name.endsWith("-screening")) {
        found[field.name] ??= [];
        if (field.checked) found[field.name].push(field.value);
      } else if (field.type === "checkbox") found[field.name] = field.checked ? field.value : "";
      else found[field.name] = field.value;
    }
    return found;
  }

  fill(values, rows) {
    this.form.reset();
    this.rows = rows;
    this.body.replaceChildren(...[...Array(rows).keys()].map((n) => this.row(n)));
    const more = this.form.querySelector("[data-more]");
    more.replaceChildren(...[...Array(rows).keys()].map((n) => numbered(document.getElementById("person-more").innerHTML, n)));
    this.put(values);
    this.screening(values);
    this.put(values);
    this.photos();
    this.guardian();
    this.names();
    this.form.querySelector("#more").open = [...Array(rows).keys()].some((n) => ["alias", "languages", "paper", "estimated"].some((name) => values[`people-${n}-${name}`]));
  }

  put(values) {
    for (const field of this.form.elements) {
      if (!field.name || !(field.name in values)) continue;
      const value = values[field.name];
      if (field.type === "checkbox") field.checked = Array.isArray(value) ? value.includes(field.value) : value === field.value;
      else field.value = value;
    }
  }

  row(n) {
    const made = numbered(document.getElementById("person-row").innerHTML, n).querySelector("tr");
    made.querySelector(".p-photo").append(element("input", { type: "hidden", name: `people-${n}-photo`, value: "" }));
    if (n === 0) made.querySelector("[data-remove]").remove();
    return made;
  }

  // What is typed, as the server takes it.
  registration(values, officeId) {
    const when = { today: this.today ?? "9999-12-31", majorityAge: this.majorityAge };
    const needsOf = (persons, ticked) => factsOf(persons, when).map((facts, n) => needsFrom(this.proposes, ticked[n], facts));
    return registrationOf(values, this.rows, { needsOf, officeId, languageCodes });
  }

  // ---- rows
  add() {
    if (this.rows >= MOST_ROWS) return;
    const values = this.values();
    values[`people-${this.rows}-nationality`] = values[`people-${this.rows - 1}-nationality`] ?? "";
    this.fill(values, this.rows + 1);
    this.form.elements.namedItem(`people-${this.rows - 1}-given_names`).focus();
  }

  remove(index) {
    const kept = {};
    for (const [name, value] of Object.entries(this.values())) {
      const found = name.match(/^people-(\d+)-(.+)$/);
      if (!found) kept[name] = value;
      else if (Number(found[1]) !== index) kept[`people-${Number(found[1]) - (Number(found[1]) > index ? 1 : 0)}-${found[2]}`] = value;
    }
    this.fill(kept, this.rows - 1);
    this.form.querySelector("#add-person").focus();
  }

  // ---- what follows from what is typed
  follow(field) {
    if (/-given_names$/.test(field.name)) this.names();
    if (/-birth-/.test(field.name)) {
      this.guardian();
      const values = this.values();
      this.screening(values);
      this.put(values);
    }
    if (/-(screening|sex|relation)$/.test(field.name)) this.derived();
  }

  isChild(n, values) {
    const born = birthOf(values, `people-${n}-`);
    return !born || !this.today || ageOn(born.date, this.today) < this.majorityAge;
  }

  firstName(n, values) {
    return (values[`people-${n}-given_names`] ?? "").trim().split(" ")[0] || say("person", { number: n + 1 });
  }

  screening(values) {
    const table = document.getElementById("screening-table").content.cloneNode(true);
    const minors = Object.fromEntries(this.questions.map((q) => [q.code, q.minors]));
    for (const line of table.querySelectorAll("tr")) {
      const cell = line.lastElementChild;
      cell.remove();
      for (let n = 0; n < this.rows; n += 1) {
        const made = numbered(cell.outerHTML.replaceAll("people-0-", `people-${ROW}-`), n).firstElementChild;
        const code = made.querySelector("input")?.value;
        const none = code && minors[code] && !this.isChild(n, values);
        line.append(none ? element("td", {}, element("span", { class: "ac-soft", "aria-hidden": "true" }, "–"), element("span", { class: "govuk-visually-hidden" }, say("not_asked"))) : made);
      }
    }
    table.append(element("div", { class: "ac-screen__so", "data-derived": true, hidden: true }));
    this.form.querySelector("[data-screening]").replaceChildren(table);
    this.names();
    this.put(values);
    this.derived();
  }

  names() {
    const values = this.values();
    const heads = [...this.form.querySelectorAll("[data-screening] thead th")].slice(1);
    const legends = [...this.form.querySelectorAll("[data-more] [data-name]")];
    for (let n = 0; n < this.rows; n += 1) {
      const name = this.firstName(n, values);
      if (heads[n]) heads[n].textContent = name;
      if (legends[n]) legends[n].textContent = name;
      for (const hidden of this.form.querySelectorAll(`[name="people-${n}-screening"] + span .govuk-visually-hidden`)) hidden.textContent = `, ${name}`;
    }
    this.form.querySelector("[data-count]").textContent = this.rows;
  }

  derived() {
    const values = this.values();
    const labels = Object.fromEntries(this.proposes.map((rule) => [rule.need, rule.label]));
    const { rows, registration } = this.registration(values, null);
    const found = registration.persons.flatMap((person, n) => person.needs.map((need) => element("li", { class: "ac-need" }, `${this.firstName(rows[n], values)}: ${labels[need]}`)));
    const line = this.form.querySelector("[data-derived]");
    line.hidden = !found.length;
    line.replaceChildren(element("b", {}, say("derived")), " ", element("ul", { class: "ac-needs" }, ...found));
  }

  guardian() {
    const values = this.values();
    const born = birthOf(values, "people-0-");
    this.form.ownerDocument.getElementById("guardian-part").hidden = !(values.guardian || (born && this.isChild(0, values)));
  }

  photos() {
    for (const line of this.body.querySelectorAll("tr")) {
      const taken = Boolean(line.querySelector('[name$="-photo"]').value);
      line.querySelector("[data-photo-taken]").hidden = !taken;
      line.querySelector("[data-photo-none]").hidden = taken;
    }
  }

  setPhoto(n, id) {
    this.form.elements.namedItem(`people-${n}-photo`).value = id;
    this.photos();
  }

  // ---- errors
  clearErrors() {
    document.getElementById("errors").replaceChildren();
    for (const words of this.form.querySelectorAll(".govuk-error-message")) words.remove();
    for (const wrong of this.form.querySelectorAll("[aria-invalid]")) {
      wrong.removeAttribute("aria-invalid");
      wrong.classList.remove("govuk-input--error", "govuk-select--error");
      const rest = (wrong.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("-error"));
      if (rest.length) wrong.setAttribute("aria-describedby", rest.join(" "));
      else wrong.removeAttribute("aria-describedby");
    }
  }

  // errors: field → sentence.
  showErrors(errors) {
    this.clearErrors();
    const links = [];
    for (const [name, sentence] of Object.entries(errors)) {
      const id = fieldId(name);
      // What belongs to no field has the empty name.
      const field = name && (this.form.querySelector(`#${CSS.escape(id)}`) ?? this.form.elements.namedItem(name));
      const known = field instanceof HTMLElement;
      if (known) this.mark(field, id, sentence);
      links.push(element("li", {}, known ? element("a", { href: `#${field.id}` }, sentence) : sentence));
    }
    const box = element("div", { class: "govuk-error-summary", tabindex: "-1" },
      element("div", { role: "alert" }, element("h2", { class: "govuk-error-summary__title" }, say("errors")),
        element("div", { class: "govuk-error-summary__body" }, element("ul", { class: "govuk-list govuk-error-summary__list" }, ...links))));
    box.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      document.getElementById(link.hash.slice(1))?.focus();
    });
    document.getElementById("errors").replaceChildren(box);
    box.focus();
  }

  mark(field, id, sentence) {
    const words = element("p", { class: "govuk-error-message", id: `${id}-error` }, element("span", { class: "govuk-visually-hidden" }, `${say("error")}:`), ` ${sentence}`);
    const group = field.closest("fieldset.p-date");
    if (group) group.after(words);
    else (field.closest(".govuk-date-input") ?? field).before(words);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), words.id].filter(Boolean).join(" "));
    field.classList.add(field.tagName === "SELECT" ? "govuk-select--error" : "govuk-input--error");
  }
}
