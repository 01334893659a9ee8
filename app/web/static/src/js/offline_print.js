// The papers as sheets of A4, printed from the page: Spanish, and beside it the person's language; then a slip for the household.
// The same words, fields and sizes as the server's PDF (app/documents/papers/provisional.py). Nothing on them says why.
import { encodeQR } from "./qr.js";
import { dayIn } from "./offline_line.js";
import { asAddress } from "./offline_photo.js";
import { element, shortDate, timeIn } from "./offline_words.js";

const data = document.getElementById("words")?.dataset ?? {};
const phrases = JSON.parse(data.phrases ?? "{}");
const SEX = { female: "F", male: "M", other: "X", unknown: "–" };
const SVG = "http://www.w3.org/2000/svg";
const MONTHS_HT = ["janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm"];

const grouped = (number) => `${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}`;

function day(iso, language) {
  if (language !== "ht") return shortDate(iso, language);
  const [year, month, date] = iso.split("-").map(Number);
  return `${date} ${MONTHS_HT[month - 1]} ${year}`;
}

function birth({ birth_date: date, birth_precision: precision }) {
  if (precision === "day") return day(date, "es");
  return precision === "month" ? day(date, "es").split(" ").slice(1).join(" ") : date.slice(0, 4);
}

// The first language of theirs that the papers have, beside Spanish.
export const secondLanguage = (person) => person.languages.map((code) => code.split("-")[0]).find((code) => code in phrases.provisional) ?? "es";

export function qr(text, label) {
  const cells = encodeQR(text, "raw", { ecc: "quartile", border: 4 });
  const path = cells.map((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "ac-qr", viewBox: `0 0 ${cells.length} ${cells.length}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" })) svg.setAttribute(name, value);
  const drawn = document.createElementNS(SVG, "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

// Spanish, and smaller and marked as its language the second.
function both(words, key, tag = "p", attributes = {}, change = (text) => text) {
  const made = element(tag, { ...attributes, lang: "es" }, change(words.es[key], "es"));
  if (words.second && words.second[key]) made.append(element("span", { class: "ac-sheet__second", lang: words.language }, change(words.second[key], words.language)));
  return made;
}

const wordsFor = (section, language) => ({
  es: phrases[section].es,
  second: language === "es" ? null : phrases[section][language],
  language,
});

const pair = (name, value, wide = false) => element("div", wide ? { class: "w2" } : {}, element("dt", {}, name), element("dd", {}, value));

function head(kit, right) {
  const mark = document.querySelector(".ac-top .ac-mark").cloneNode(true);
  return element("header", { class: "ac-sheet__top" },
    element("p", { class: "ac-sheet__org" }, mark, element("span", {}, element("b", {}, kit.country_name), kit.document?.authority ?? "")),
    element("p", { class: "ac-sheet__no" }, ...right.flatMap((line, n) => (n ? [element("br"), line] : [line]))));
}

function front(words, { person, paper, photo, kit }) {
  const picture = photo ? element("img", { src: asAddress(photo), alt: words.es.photo_alt, width: 87, height: 110 }) : element("span", {}, words.es.photo);
  const origin = person.stateless ? phrases.registered.es.stateless : person.nationalities.map((code) => kit.countries[code] ?? code).join(", ");
  const native = person.aliases.find((alias) => /[^\u0000-\u024f]/.test(alias));
  return element("div", { class: "ac-card" },
    element("p", { class: "ac-card__h" }, element("span", {}, kit.country_name), element("b", {}, words.es.card)),
    element("div", { class: "ac-card__b" }, element("div", { class: "ac-photo" }, picture),
      element("dl", {},
        pair(words.es.surnames, person.family_names || "–", true), pair(words.es.given, person.given_names || "–", true),
        native ? pair(words.es.native, native, true) : null,
        pair(words.es.birth, birth(person)), pair(words.es.sex, SEX[person.sex]),
        pair(words.es.nationality, origin), pair(words.es.issued, day(paper.sent.valid_from, "es")),
        pair(words.es.until, element("b", {}, day(paper.sent.valid_until, "es"))))),
    element("p", { class: "ac-card__n" }, element("span", {}, kit.numbers.national ? words.es.number : words.es.own_number), element("b", {}, grouped(paper.number))));
}

function back(words, { paper, kit }) {
  const work = paper.may_work
    ? element("div", { class: "ac-card__work" }, both(words, "works", "b"), both(words, "works_how"))
    : element("div", { class: "ac-card__work" }, both(words, "works_not", "b"));
  return element("div", { class: "ac-card ac-card--back" },
    element("div", { class: "ac-card__qr" }, qr(paper.sent.token, words.es.qr_alt.replace("{url}", location.host))),
    element("div", { class: "ac-card__t" }, work, kit.document.kept_alive ? both(words, "alive") : null,
      element("p", {}, words.es.check, element("br"), element("b", {}, location.host)), element("p", { class: "ac-card__lost" }, words.es.found)));
}

function extensions(words) {
  const heads = ["ext_date", "ext_until", "ext_office", "ext_sign"].map((key) => element("th", { scope: "col" }, words.es[key]));
  const line = () => element("tr", {}, ...heads.map(() => element("td")));
  return element("section", { class: "ac-sheet__renew" }, element("h4", {}, words.es.extensions), element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, line(), line())));
}

export function documentSheet(given) {
  const { person, paper, kit, issuedAt } = given;
  const words = wordsFor("provisional", secondLanguage(person));
  const hosted = (text) => text.replace("{host}", location.host);
  return element("article", { class: "ac-sheet", lang: "es", "data-number": paper.number },
    head(kit, [words.es.sheet, `${words.es.issued_at} ${issuedAt}`]),
    both(words, "title", "h3", { class: "ac-sheet__title" }),
    both(words, paper.may_work ? "lead_work" : "lead_stay", "p", { class: "ac-sheet__lead" }),
    element("div", { class: "ac-cards" }, front(words, given), back(words, given)),
    element("p", { class: "ac-cut" }, words.es.cut),
    element("section", { class: "ac-sheet__inst" }, both(words, "institutions", "h4"), both(words, "institutions_text", "p", {}, hosted)),
    extensions(words),
    element("footer", { class: "ac-sheet__sign" },
      element("div", {}, element("span", { class: "ac-sheet__line" }), words.es.sign_holder),
      element("div", {}, element("span", { class: "ac-sheet__line" }), words.es.sign_authority)));
}

// The interview, once the server has booked it; before, that the office will tell when it is.
function comesNext(words, item, kit) {
  const booked = item.answer?.appointment;
  if (!booked) return both(words, "next_text");
  const at = Date.parse(booked.starts_at);
  const place = `${booked.office}, ${booked.room}`;
  const told = (text, language) => text.replace("{day}", day(dayIn(kit.time_zone, at), language)).replace("{time}", timeIn(kit.time_zone, at)).replace("{place}", place);
  return both(words, "booked", "p", {}, told);
}

// What the household keeps: who was registered, where the office will find them, that nobody may charge for it.
export function slipSheet({ item, kit, issuedAt, office }) {
  const [principal] = item.registration.persons;
  const words = wordsFor("registered", secondLanguage(principal));
  const names = item.registration.persons.map((person) => element("li", {}, `${person.given_names} ${person.family_names}`.trim()));
  const where = [principal.phone, principal.lodging].filter(Boolean).join(" · ");
  return element("article", { class: "ac-sheet ac-sheet--slip", lang: "es" },
    head(kit, [issuedAt]),
    both(words, "title", "h3", { class: "ac-sheet__title" }),
    both(words, "lead", "p", { class: "ac-sheet__lead" }),
    element("section", {}, both(words, "people", "h4"), element("ul", {}, ...names)),
    element("section", { class: "ac-sheet__inst" }, both(words, "next", "h4"), comesNext(words, item, kit), element("p", {}, element("b", {}, office)), where ? element("p", {}, where) : null),
    both(words, "free"),
    element("p", { class: "ac-sheet__no" }, item.id.slice(0, 8)));
}
