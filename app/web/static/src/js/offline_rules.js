// What must hold of a household, as far as a laptop can know it: the same rules, fields and sentences as the server's
// (app/people/rules.py, app/intake/rules.py, app/web/registration_form.py). The server has the last word. Pure.
const LONGEST_NAME = 200, LONGEST_NUMBER = 60, OLDEST_YEARS = 120;
export const MOST_ROWS = 30, STATELESS = "XXA";
const PHONE = /^\+?[0-9][0-9 .()/-]{5,24}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const two = (number) => String(number).padStart(2, "0");
export const isoDay = (year, month, day) => `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

export function isDay(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const NUMBER = /^\d{1,2}$/;

// Year, or month and year, or the whole date: {date, precision}, or null for what is none.
export function birthOf(values, at) {
  const [day, month, year] = ["day", "month", "year"].map((part) => (values[`${at}birth-${part}`] ?? "").trim());
  if (!/^\d{4}$/.test(year) || (month && !NUMBER.test(month)) || (month && day && !NUMBER.test(day))) return null;
  const known = month ? [Number(year), Number(month), day ? Number(day) : 1] : [Number(year), 1, 1];
  if (!isDay(...known)) return null;
  return { date: isoDay(...known), precision: !month ? "year" : day ? "day" : "month" };
}

// A whole date, null where nothing was written, undefined for what is none.
export function dayOf(values, name) {
  const parts = ["year", "month", "day"].map((part) => (values[`${name}-${part}`] ?? "").trim());
  if (!parts.some(Boolean)) return null;
  if (!parts.every((part) => /^\d{1,4}$/.test(part)) || !isDay(...parts.map(Number))) return undefined;
  return isoDay(...parts.map(Number));
}

// Completed years on `day`, both YYYY-MM-DD.
export function ageOn(birth, day) {
  const [by, bm, bd] = birth.split("-").map(Number);
  const [y, m, d] = day.split("-").map(Number);
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0);
}

export const isEmpty = (values, n) =>
  !["given_names", "family_names", "birth-year", "sex", "relation"].some((name) => (values[`people-${n}-${name}`] ?? "").trim());

// The rows that count, in their order: the first always, the others when something is in them.
export const rowsOf = (values, rows) => [...Array(rows).keys()].filter((n) => n === 0 || !isEmpty(values, n));

const split = (words, sign) => (words ?? "").split(sign).map((part) => part.trim()).filter(Boolean);

// As names of languages compare (`_sortable`, app/web/formats.py).
const BARE = { "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ñ": "n", "ü": "u" };
const comparable = (name) => name.toLowerCase().replace(/[áéíóúñü]/g, (letter) => BARE[letter]);

function personOf(values, row, principal, languageCodes) {
  const at = `people-${row}-`;
  const value = (name) => (values[at + name] ?? "").trim();
  const birth = birthOf(values, at);
  const nationality = value("nationality");
  const country = value("paper_country") || nationality;
  const languages = [...new Set(split(value("languages"), ",").map((name) => languageCodes.get(comparable(name)) ?? name.toLowerCase()))];
  const guardian = (values.guardian ?? "").trim();
  return {
    given_names: value("given_names"),
    family_names: value("family_names"),
    aliases: split(value("alias"), ";"),
    birth_date: birth?.date ?? null,
    birth_precision: value("estimated") ? "estimated" : (birth?.precision ?? "day"),
    sex: value("sex") || "unknown",
    nationalities: nationality && nationality !== STATELESS ? [nationality] : [],
    stateless: nationality === STATELESS,
    languages: languages.length ? languages : split(values.language, ","),
    phone: (principal && (values.phone ?? "").trim()) || null,
    lodging: (values.lodging ?? "").trim() || null,
    papers: value("paper") && country ? [{ kind: value("paper_kind") || "passport", number: value("paper"), country }] : [],
    relation: value("relation") || (principal ? "principal" : ""),
    guardian: principal && guardian ? { name: guardian, kind: values.guardian_kind || "institution" } : null,
  };
}

// The registration as the server takes it, with the row that each person stands in. `needsOf` (persons, what each ticked) answers
// the needs of each; `languageCodes` the code of a language by its comparable name.
export function registrationOf(values, rows, { needsOf, officeId, languageCodes }) {
  const standing = rowsOf(values, rows);
  const persons = standing.map((row, n) => personOf(values, row, n === 0, languageCodes));
  const ticked = standing.map((row) => values[`people-${row}-screening`] ?? []);
  const needs = needsOf(persons, ticked);
  const answers = ticked.map((names) => names.filter((name) => name !== "no_answer")).map((names, n) => [String(n), Object.fromEntries(names.map((name) => [name, "yes"]))]);
  return {
    rows: standing,
    registration: {
      persons: persons.map((person, n) => ({ ...person, needs: needs[n] })),
      arrival: {
        entered_on: dayOf(values, "entered_on") ?? null,
        entry_place: (values.entry_place ?? "").trim() || null,
        route: (values.route ?? "").trim() || null,
        circumstances: (values.circumstances ?? "").trim(),
        screening: {
          answers: Object.fromEntries(answers.filter(([, said]) => Object.keys(said).length)),
          no_answer: ticked.map((names, n) => (names.includes("no_answer") ? n : -1)).filter((n) => n >= 0),
          lodging_unknown: Boolean(values.lodging_unknown),
        },
        learned_of: dayOf(values, "learned_of") ?? null,
        became_possible: dayOf(values, "became_possible") ?? null,
      },
      office_id: officeId,
    },
  };
}

// What is broken: field of the form → [word, values]. `today` is the legal day, YYYY-MM-DD.
export function brokenRules(values, rows, { registration, rows: standing }, { today, majorityAge, relations, countries }) {
  const broken = {};
  const at = (field, word, more = {}) => (broken[field] ??= [word, more]);
  registration.persons.forEach((person, n) => {
    const row = `people-${standing[n]}-`;
    const born = birthOf(values, row);
    if (!person.given_names && !person.family_names) at(`${row}given_names`, "rule.name");
    for (const name of ["given_names", "family_names"]) {
      if ([...person[name]].length > LONGEST_NAME) at(row + name, "rule.too_long", { limit: LONGEST_NAME });
    }
    if (person.aliases.some((alias) => [...alias].length > LONGEST_NAME)) at(`${row}alias`, "rule.too_long", { limit: LONGEST_NAME });
    if (!born) at(`${row}birth`, "rule.birth");
    else if (born.date > today) at(`${row}birth`, "rule.birth_future");
    else if (Number(born.date.slice(0, 4)) < Number(today.slice(0, 4)) - OLDEST_YEARS) at(`${row}birth`, "rule.too_old", { years: OLDEST_YEARS });
    if (!person.nationalities.length && !person.stateless) at(`${row}nationality`, "rule.nationality");
    for (const code of person.nationalities) if (!countries.includes(code)) at(`${row}nationality`, "rule.country", { code });
    for (const code of person.languages) if (!LANGUAGE.test(code)) at(`${row}languages`, "rule.language", { code });
    if (person.phone && !PHONE.test(person.phone)) at("phone", "rule.phone");
    for (const paper of person.papers) if (paper.number.length > LONGEST_NUMBER) at(`${row}paper`, "rule.paper");
    if (!relations.includes(person.relation)) at(`${row}relation`, "rule.relation");
    else if (n === 0 && person.relation !== "principal") at(`${row}relation`, "rule.principal_first");
    else if (n > 0 && person.relation === "principal") at(`${row}relation`, "rule.one_principal");
  });
  const principal = registration.persons[0];
  if (principal.birth_date && ageOn(principal.birth_date, today) < majorityAge && !principal.guardian) at("guardian", "rule.guardian");
  const { arrival } = registration;
  for (const name of ["entered_on", "learned_of", "became_possible"]) {
    if (dayOf(values, name) === undefined) at(name, "rule.day");
    else if (arrival[name] && arrival[name] > today) at(name, name === "entered_on" ? "rule.entry_future" : "rule.future");
  }
  if (!registration.office_id) at("office", "rule.office");
  return broken;
}

// Where a field of the server's rules stands on the form: persons.2.birth_date → people-2-birth.
const ON_FORM = { birth_date: "birth", birth_precision: "birth", nationalities: "nationality", needs: "screening", aliases: "alias", papers: "paper" };
const OF_HOUSEHOLD = ["phone", "lodging"];

export function onForm(field, standing) {
  const bare = field.replace(/^registration\./, "");
  const found = bare.match(/^persons\.(\d+)\.([a-z_]+)/);
  if (!found) return { office_id: "office" }[bare] ?? bare.replace(/^arrival\./, "");
  const [, n, name] = found;
  if (OF_HOUSEHOLD.includes(name)) return name;
  return name === "guardian" ? name : `people-${standing?.[n] ?? n}-${ON_FORM[name] ?? name}`;
}
