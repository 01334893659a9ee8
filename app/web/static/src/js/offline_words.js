// The sentences of the page, in its language; {name} is replaced by what is given.
const words = JSON.parse(document.getElementById("words")?.dataset.words ?? "{}");

// The code of a language by its name in either language of the page, without a line.
export const languageCodes = new Map((document.getElementById("words")?.dataset.languages ?? "").split(";").map((pair) => pair.split("=")));

export function say(key, values = {}) {
  const form = "n" in values ? words[`${key}.${values.n === 1 ? "one" : "many"}`] : undefined;
  return (form ?? words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

const locale = document.documentElement.lang === "en" ? "en-GB" : "es-CR";

export const clockTime = (ms) => new Date(ms).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
// On the clock of a place, whatever the laptop's own says.
export const timeIn = (zone, ms) => new Date(ms).toLocaleTimeString(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit", hour12: false });
export const dayTime = (ms) => `${shortDate(new Date(ms).toLocaleDateString("sv-SE"))}, ${clockTime(ms)}`;

// A day as people read it, from YYYY-MM-DD; never through a time zone.
export function shortDate(iso, language = document.documentElement.lang) {
  const [year, month, day] = iso.split("-").map(Number);
  const name = new Date(Date.UTC(2026, month - 1, 1)).toLocaleDateString(language, { month: "short", timeZone: "UTC" }).replace(".", "");
  return `${day} ${name} ${year}`;
}

export function age(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  if (minutes < 1) return say("age.now");
  if (minutes < 60) return say("age.minutes", { n: minutes });
  if (minutes < 48 * 60) return say("age.hours", { n: Math.floor(minutes / 60) });
  return say("age.days", { n: Math.floor(minutes / 1440) });
}

export function span(ms) {
  const minutes = Math.round(ms / 60000);
  if (minutes < 120) return say("span.minutes", { n: minutes });
  return minutes < 48 * 60 ? say("span.hours", { n: Math.round(minutes / 60) }) : say("span.days", { n: Math.round(minutes / 1440) });
}

// An element with text and attributes; a child that is null is left out.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}
