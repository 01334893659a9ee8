// What the answers of the screening propose, by the rules of the procedure in force (app/intake/screening/rules.py). Only needs:
// priority, services and modality follow from them at the server, and a person decides there. Pure.
import { ageOn } from "./offline_rules.js";

export const YES = "yes", NO_ANSWER = "no_answer";
const OLDER_FROM = 60;
const BRACKETS = [[5, "0-4"], [12, "5-11"], [18, "12-17"], [60, "18-59"]];

const group = (age) => BRACKETS.find(([limit]) => age < limit)?.[1] ?? "60+";

// Each person as the rules see them. A birth that nobody could read counts as an adult's.
export function factsOf(persons, { today, majorityAge }) {
  const ages = persons.map((person) => (person.birth_date ? ageOn(person.birth_date, today) : majorityAge));
  const adults = ages.filter((age) => age >= majorityAge).length;
  return persons.map(({ sex }, n) => {
    const child = ages[n] < majorityAge;
    return {
      age: ages[n],
      child: String(child), adult: String(!child), older: String(ages[n] >= OLDER_FROM), principal: String(n === 0),
      travels_alone: String(adults - (child ? 0 : 1) === 0), sex, age_group: group(ages[n]),
    };
  });
}

const holds = ({ when, at_least: least }, facts) =>
  Object.entries(when).every(([name, accepted]) => accepted.includes(facts[name])) && Object.entries(least).every(([name, number]) => (facts[name] ?? -1) >= number);

// The codes, in the order of the form; a family is not proposed beside one of its own.
export function needsFrom(rules, ticked, facts) {
  const known = { ...facts, ...Object.fromEntries(ticked.filter((name) => name !== NO_ANSWER).map((name) => [name, YES])) };
  const found = [...new Set(rules.filter((rule) => holds(rule, known)).map((rule) => rule.need))];
  const precise = new Set(found.filter((code) => code.includes("-")).map((code) => code.split("-")[0]));
  return found.filter((code) => !precise.has(code));
}
