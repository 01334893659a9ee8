// How the band, the outbox and the laptop are shown. Only from what it is given; stores nothing.
import { dayIn } from "./offline_line.js";
import { WARN_BELOW } from "./offline_numbers.js";
import { photosLeft } from "./offline_outbox.js";
import { age, clockTime, dayTime, element, say, shortDate, span, timeIn } from "./offline_words.js";

const STATES = { draft: "wait", waiting: "wait", sending: "wait", held: "wait", registered: "ok", clash: "bad", refused: "bad" };

export function showLine(up, unlocked) {
  const band = document.getElementById("line");
  band.hidden = false;
  band.classList.toggle("ac-lineband--on", up);
  band.querySelector("[data-line-on]").hidden = !up;
  band.querySelector("[data-line-off]").hidden = up;
  band.querySelector("[data-line-link]").hidden = !unlocked;
  const waiting = band.querySelector("[data-line-waiting]");
  waiting.hidden = !unlocked;
  if (!unlocked) return waiting.replaceChildren();
  const sent = unlocked.lastSent ? `, ${say("line.sent", { time: clockTime(unlocked.lastSent) })}` : "";
  waiting.replaceChildren(element("b", {}, say("line.waiting", { n: unlocked.waiting })), sent);
}

export function titleOf(values, rows) {
  const name = [values["people-0-given_names"], values["people-0-family_names"]].map((part) => (part ?? "").trim()).filter(Boolean).join(" ");
  return `${name || say("unnamed")} · ${say("people", { n: rows })}`;
}

export function outboxRow(item, { now, up, zone }) {
  const state = item.state ?? "draft";
  const words = [element("span", { class: `ac-tag ac-tag--${STATES[state]}` }, say(`state.${state}`))];
  if (state === "registered") words.push(" ", up ? element("a", { class: "govuk-link ac-ref", href: `/register/${item.answer.reference}` }, item.answer.reference) : element("span", { class: "ac-ref" }, item.answer.reference));
  if (state === "registered") words.push(...interview(item, zone));
  const left = photosLeft(item).length;
  if (left && state !== "draft" && !item.forgotten) words.push(element("span", { class: "ac-sub" }, say("photos_left", { n: left })));
  if (item.error) words.push(element("span", { class: "ac-sub" }, [say(item.error.word, item.error.values), item.error.title].filter(Boolean).join(" ")));
  for (const sentence of Object.values(item.error?.fields ?? {})) words.push(element("span", { class: "ac-sub" }, sentence));
  const when = element("span", {}, dayTime(item.typed_at), element("span", { class: "ac-sub" }, age(now - item.typed_at)));
  const clock = item.clock?.offset;
  if (clock && Math.abs(clock) > 120000) when.append(element("span", { class: "ac-sub" }, say("clock.server_time", { time: dayTime(item.typed_at + clock) })));
  const cell = (label, ...content) => element("td", { role: "cell", "data-label": label }, ...content);
  return element("tr", { role: "row", "data-item": item.id, "data-state": state },
    element("th", { role: "rowheader", scope: "row", "data-label": say("head.household") }, item.forgotten ? say("forgotten") : titleOf(item.values, item.registration?.persons.length ?? item.rows)),
    cell(say("head.state"), ...words), cell(say("head.typed"), when), cell(say("head.tries"), String(item.attempts ?? 0)),
    cell(say("head.actions"), ...actions(item, state)));
}

// Which interview was booked, on the office's clock; where one was asked for and none was free, that the office sets it.
function interview({ answer, appointment }, zone) {
  const booked = answer.appointment;
  if (!booked) return appointment ? [element("span", { class: "ac-sub" }, say("interview.none"))] : [];
  const at = Date.parse(booked.starts_at);
  return [element("span", { class: "ac-sub" }, say("interview.booked", { day: shortDate(dayIn(zone, at)), time: timeIn(zone, at), office: booked.office, room: booked.room }))];
}

function actions(item, state) {
  const button = (act, word) => element("button", { type: "button", class: "govuk-button govuk-button--secondary", "data-act": act }, say(word));
  if (item.forgotten) return [];
  const found = [];
  if (state === "draft") found.push(button("resume", "act.resume"), " ", button("drop", "act.drop"));
  if (state === "refused") found.push(button("correct", "act.correct"), " ");
  if (state === "clash" && item.answer?.href) found.push(element("a", { class: "govuk-link", href: item.answer.href }, say("act.compare")), " ");
  if (item.papers?.length) found.push(button("papers", "act.papers"));
  return found;
}

export function laptopFacts({ laptop, kit, left, line, blocks }) {
  const facts = [
    [say("laptop.user"), `${laptop.user.name} · ${laptop.user.place}`],
    [say("laptop.label"), laptop.label],
    [say("laptop.numbers"), say("numbers.left", { n: left })],
    [say("laptop.until"), blocks.filter((block) => block.until && block.next < block.entries.length).map((block) => shortDate(String(block.until).slice(0, 10))).at(-1) ?? "–"],
    [say("laptop.kit"), kit ? `${kit.edition} · ${dayTime(kit.fetched_at)}` : "–"],
    [say("laptop.clock"), clockWords(line)],
  ];
  return facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
}

export function clockWords(line) {
  if (line.offset === null) return say("clock.unknown");
  if (!line.clockIsWrong) return say("clock.right");
  return say(line.offset > 0 ? "clock.behind" : "clock.ahead", { span: span(Math.abs(line.offset)), here: dayTime(Date.now()), there: dayTime(line.now()) });
}

// Sentences that need somebody's attention, most urgent first.
export function warnings({ line, userId, left, item, kit, today }) {
  const found = [];
  const link = (words, href, act = "act.sign_in") => [words, " ", element("a", { class: "govuk-link", href, target: "_blank", rel: "noopener" }, say(act))];
  if (!kit) found.push([say("warn.no_kit")]);
  else if (kit.document && !kit.document.until[today]) found.push([say("warn.old_kit")]);
  if (line.clockIsWrong) found.push([clockWords(line), " ", say("warn.clock")]);
  if (line.up && !line.user) found.push(link(say("warn.signed_out"), "/sign-in?next=/register/offline"));
  if (line.up && line.user && line.user.id !== userId) found.push(link(say("warn.other_user", { name: line.user.name }), "/account"));
  if (line.user?.id === userId && !line.user.may) found.push(link(say("warn.other_role"), "/account", "act.role"));
  if (left === 0) found.push([say("warn.no_numbers")]);
  else if (left < WARN_BELOW) found.push([say("warn.few_numbers", { n: left })]);
  if (item) found.push([say("warn.look", { n: item })]);
  return found.map((words) => element("p", { class: "ac-note ac-note--warning" }, ...words));
}
