// What the form and the papers need to know, as the server gave it last (app/workflows/offline_kit.py). No person is in it.
const EVERY = 12 * 3600000;
// As the server's numbers begin: the country's own form, or the product's (app/documents/numbers.py).
const NATIONAL_FIRST = "1", OWN_FIRST = "9";

export const isOld = (kit, now) => !kit || now - kit.fetched_at > EVERY;

export function kitOf(answer, now) {
  const known = new Map(answer.countries.map((country) => [country.code, country]));
  const [paper] = answer.documents;
  return {
    kind: "kit",
    fetched_at: now,
    edition: answer.edition,
    time_zone: answer.time_zone,
    majority_age: answer.majority_age,
    place: answer.place,
    office_id: answer.office_id,
    post_id: answer.post_id,
    offices: answer.offices,
    country_name: known.get(answer.country)?.es ?? answer.country,
    countries: Object.fromEntries(answer.countries.map(({ code, es }) => [code, es])),
    relations: answer.relations.map(({ code }) => code),
    numbers: {
      first: answer.national_numbers ? NATIONAL_FIRST : OWN_FIRST,
      national: answer.national_numbers,
      own: known.get(answer.country)?.series ?? "000",
      series: Object.fromEntries(answer.countries.map(({ code, series }) => [code, series])),
    },
    // Null where the procedure gives no paper at once, or nobody knows its term.
    document: paper
      ? { kind: paper.kind, authority: paper.issuer, works_at_once: paper.works_at_once, work_from_age: paper.work_from_age, kept_alive: paper.kept_alive, until: paper.valid_until_by_day }
      : null,
  };
}

// Papers can be given today: there is one to give, and the kit is not so old that its last day is not known.
export const givesPapers = (kit, today) => Boolean(kit.document && kit.document.until[today]);
