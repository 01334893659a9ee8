// The document of each person of a household: number, term, work permission, and the signed text of its QR. What is printed here
// is final: the numbers are the laptop's own and the key that signs is enrolled at the server.
import { initials, issue } from "./document_token.js";
import { ageOn } from "./offline_rules.js";

export function numberOf(person, core, { first, national, series, own }) {
  const origin = person.nationalities[0] ?? "";
  return `${first}${national ? (series[origin] ?? "000") : own}${core}`;
}

// One paper for each person: what goes with the item (`sent`), and what is printed (`number`, `may_work`).
export async function papersOf(registration, entries, kit, { signing, laptop, today }) {
  const until = kit.document.until[today];
  return Promise.all(registration.persons.map(async (person, n) => {
    const { core, code, status_index } = entries[n];
    const number = numberOf(person, core, kit.numbers);
    const mayWork = kit.document.works_at_once && ageOn(person.birth_date, today) >= kit.document.work_from_age;
    const fields = {
      issuer: `laptop:${laptop.laptop_id}`, number, initials: initials(person.given_names, person.family_names), kind: kit.document.kind,
      mayWork, validFrom: today, validUntil: until, index: status_index, timeZone: kit.time_zone,
    };
    const token = await issue(fields, signing, laptop.kid);
    return { number, may_work: mayWork, sent: { person: n, core, code, status_index, valid_from: today, valid_until: until, token } };
  }));
}
