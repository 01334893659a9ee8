// The desk once it is open: one user's files, the form over them, what waits, what is printed. Closes itself when nobody works.
import { exported, imported, NotThisFile } from "./offline_backup.js";
import { takePortrait } from "./offline_camera.js";
import { SHORTEST } from "./offline_crypto.js";
import { Form } from "./offline_form.js";
import { givesPapers, isOld, kitOf } from "./offline_kit.js";
import { dayIn } from "./offline_line.js";
import { BLOCK, Numbers, WARN_BELOW } from "./offline_numbers.js";
import { isPending, Outbox } from "./offline_outbox.js";
import { papersOf } from "./offline_papers.js";
import { documentSheet, slipSheet } from "./offline_print.js";
import { brokenRules, onForm } from "./offline_rules.js";
import { Sender } from "./offline_sending.js";
import { laptopFacts, outboxRow, showLine, warnings } from "./offline_shown.js";
import { clockTime, dayTime, element, say } from "./offline_words.js";

const STILL = 600, TICK = 15000, IDLE = 10 * 60000;
const PARTS = ["register", "outbox", "laptop", "papers"];
const byId = (id) => document.getElementById(id);
const part = (name) => document.querySelector(`[data-part="${name}"]`);

export class Desk {
  constructor(opened, api, locked) {
    Object.assign(this, opened);
    this.api = api;
    this.line = api.line;
    this.locked = locked;
    this.saving = Promise.resolve();
    this.closing = new AbortController();
  }

  async open() {
    this.laptop = await this.store.read("things", "laptop");
    this.kit = await this.store.read("things", "kit");
    await this.knowTheTime();
    this.numbers = await Numbers.of(this.store);
    this.outbox = await Outbox.of(this.store);
    await this.outbox.forget(Date.now());
    this.sender = new Sender(this.userId, this.laptop.laptop_id, this.outbox, this.api, () => this.show());
    this.lastSent = Math.max(0, ...this.outbox.inOrder().map((item) => item.done_at ?? 0));
    this.prepareForm();
    this.listen();
    byId("work").hidden = false;
    this.route();
    this.show();
    const title = document.querySelector("h1");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    this.tick();
  }

  // How far the laptop's clock is off outlives the line: what was measured last holds until it is measured again.
  async knowTheTime() {
    const known = await this.store.read("things", "clock");
    if (this.line.offset === null && known) Object.assign(this.line, { offset: known.offset, measuredAt: known.measured_at });
  }

  async keepTheTime() {
    const { offset, measuredAt } = this.line;
    if (offset === null || (this.keptOffset !== undefined && Math.abs(this.keptOffset - offset) < 1000)) return;
    this.keptOffset = offset;
    await this.store.write([{ store: "things", id: "clock", value: { kind: "clock", offset, measured_at: measuredAt } }]);
  }

  // ---- the form
  prepareForm() {
    this.form = new Form(byId("registration"), () => this.typed());
    this.applyKit();
    const [latest] = [...this.outbox.drafts.values()].sort((a, b) => b.changed_at - a.changed_at);
    this.load(latest ?? this.emptyDraft());
    if (latest) this.say(say("said.resumed", { time: dayTime(latest.changed_at) }));
  }

  applyKit() {
    if (!this.kit) return;
    this.form.today = this.today();
    this.form.majorityAge = this.kit.majority_age;
    const office = byId("office");
    office.replaceChildren(...this.kit.offices.map(({ id, name }) => element("option", { value: id }, name)));
    document.querySelector("[data-office]").hidden = !this.kit.post_id;
  }

  emptyDraft() {
    const values = { language: "es", appointment: "1", "people-0-relation": "principal", entry_place: this.kit?.post_id ? this.kit.place : "", office: this.kit?.office_id ?? "" };
    return { id: crypto.randomUUID(), values, rows: 1, typed_at: null };
  }

  load(draft) {
    this.draft = draft;
    this.withoutPapers = false;
    this.form.fill(draft.values, draft.rows);
    this.form.clearErrors();
    byId("draft-state").textContent = draft.changed_at ? say("draft.saved", { time: clockTime(draft.changed_at) }) : "";
    this.finishLine();
  }

  typed() {
    this.dirty = true;
    byId("draft-state").textContent = say("draft.saving");
    clearTimeout(this.still);
    this.still = setTimeout(() => this.save(), STILL);
    this.finishLine();
  }

  // One writing after another; the last one has everything.
  save() {
    clearTimeout(this.still);
    this.saving = this.saving.then(() => this.saveNow()).catch(() => {
      byId("draft-state").textContent = say("draft.failed");
    });
    return this.saving;
  }

  async saveNow() {
    if (!this.dirty || this.finishing) return;
    this.dirty = false;
    const now = Date.now();
    this.draft = { ...this.draft, values: this.form.values(), rows: this.form.rows, typed_at: this.draft.typed_at ?? now, changed_at: now };
    await this.outbox.keepDraft(this.draft);
    if (!this.dirty) byId("draft-state").textContent = say("draft.saved", { time: clockTime(now) });
    this.show();
  }

  finishLine() {
    const values = this.form.values();
    const named = [...Array(this.form.rows).keys()].filter((n) => values[`people-${n}-given_names`] || values[`people-${n}-family_names`]).length;
    const photos = [...Array(this.form.rows).keys()].filter((n) => !values[`people-${n}-photo`]).length;
    const missing = [!values.lodging && !values.lodging_unknown && say("missing.lodging"), photos && say("missing.photos", { n: photos })].filter(Boolean);
    byId("finish").replaceChildren(element("b", {}, say("finish", { n: named })), missing.length ? element("span", {}, `${say("missing")}: ${missing.join(", ")}`) : "");
  }

  async photo(n) {
    const bytes = await takePortrait();
    if (!bytes || !this.store) return;
    this.form.setPhoto(n, await this.outbox.keepPhoto(bytes));
    this.typed();
    await this.save();
  }

  // ---- finishing a household
  today() {
    return dayIn(this.kit?.time_zone ?? "UTC", this.line.now());
  }

  async finish() {
    if (this.finishing) return;
    if (!this.kit) return this.form.showErrors({ "": say("warn.no_kit") });
    await this.save();
    this.finishing = true;
    try {
      const item = await this.register();
      if (item) {
        this.load(this.emptyDraft());
        await this.papers(item);
        this.show();
        this.sender.send({ now: true });
      }
    } finally {
      this.finishing = false;
    }
  }

  async register() {
    const values = this.form.values(), rows = this.form.rows, today = this.today();
    const typed = this.form.registration(values, (this.kit.post_id && values.office) || this.kit.office_id);
    const countries = Object.keys(this.kit.countries);
    const broken = brokenRules(values, rows, typed, { today, majorityAge: this.kit.majority_age, relations: this.kit.relations, countries });
    if (Object.keys(broken).length) {
      this.form.showErrors(Object.fromEntries(Object.entries(broken).map(([field, [word, more]]) => [field, say(word, more)])));
      return null;
    }
    this.form.clearErrors();
    const earlier = this.outbox.items.get(this.draft.id);
    const entries = await this.entriesFor(typed.registration.persons.length, earlier, today);
    if (!entries) return null;
    const given = entries.all.length ? await papersOf(typed.registration, entries.all, this.kit, { signing: this.signing, laptop: this.laptop, today }) : [];
    const item = {
      laptop_id: earlier?.laptop_id ?? this.laptop.laptop_id,
      values, rows, standing: typed.rows, registration: typed.registration, papers: given,
      edition: this.kit.edition,
      appointment: values.appointment ? { language: values.language || "es" } : null,
      photos: await this.outbox.photosOf(typed.rows, values),
      typed_at: Date.now(),
      clock: { offset: this.line.offset, measured_at: this.line.measuredAt },
      issued_at: this.line.now(),
    };
    const kept = await this.outbox.finish({ ...this.draft, id: this.draft.id }, item, entries.changes);
    this.numbers.took(entries.changes);
    return kept;
  }

  // A corrected household keeps its numbers; more people take more. Without numbers it is registered without papers, but said first.
  async entriesFor(count, earlier, today) {
    if (!givesPapers(this.kit, today)) return { all: [], changes: [] };
    const kept = (earlier?.papers ?? []).map(({ sent: { core, code, status_index } }) => ({ core, code, status_index })).slice(0, count);
    if (earlier && earlier.laptop_id !== this.laptop.laptop_id) return { all: kept.length === count ? kept : [], changes: [] };
    const found = this.numbers.take(count - kept.length, today);
    if (found) return { all: [...kept, ...found.taken], changes: found.changes };
    if (this.withoutPapers === this.draft.id) return { all: [], changes: [] };
    this.withoutPapers = this.draft.id;
    this.form.showErrors({ "": say("numbers.too_few", { n: this.numbers.left(today), wanted: count }) });
    return null;
  }

  async papers(item) {
    const issuedAt = dayTime(item.issued_at ?? item.typed_at);
    const photos = await Promise.all(item.registration.persons.map((_person, n) => {
      const photo = (item.photos ?? []).find((each) => each.person === n);
      return photo ? this.outbox.photo(photo.id) : null;
    }));
    const sheets = item.papers.map((paper) => {
      const n = paper.sent.person;
      return documentSheet({ person: item.registration.persons[n], paper, photo: photos[n], kit: this.kit, issuedAt });
    });
    const office = this.kit.offices.find(({ id }) => id === item.registration.office_id)?.name ?? "";
    sheets.push(slipSheet({ item, kit: this.kit, issuedAt, office }));
    document.querySelector("[data-sheets]").replaceChildren(...sheets);
    document.querySelector("[data-papers-count]").textContent = item.papers.length ? say("papers.count", { n: item.papers.length }) : say("papers.none");
    location.hash = "papers";
    this.route();
    byId("papers-title").focus();
  }

  correct(item) {
    const values = item.values;
    this.load({ id: item.id, values, rows: item.rows, typed_at: item.typed_at, changed_at: Date.now() });
    location.hash = "register";
    this.route();
    const fields = Object.entries(item.error?.fields ?? {}).map(([field, sentence]) => [onForm(field, item.standing), sentence]);
    this.form.showErrors(Object.fromEntries(fields.length ? fields : [["", item.error?.title || say("error.refused")]]));
  }

  // ---- what is shown
  route() {
    const wanted = location.hash.slice(1);
    const now = PARTS.includes(wanted) ? wanted : "register";
    for (const name of PARTS) part(name).hidden = name !== now;
    document.querySelector("h1").textContent = say(`title.${now}`);
    document.querySelector("h1 + p").hidden = now !== "register";
    for (const link of document.querySelectorAll(".govuk-service-navigation__link")) {
      const here = new URL(link.href).hash === `#${now}`;
      link.parentElement.classList.toggle("govuk-service-navigation__item--active", here);
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (now !== "papers") document.querySelector("[data-sheets]").replaceChildren();
  }

  show() {
    if (!this.store) return;
    const all = [...this.outbox.drafts.values()].filter((draft) => !this.outbox.items.has(draft.id));
    const items = this.outbox.inOrder();
    this.lastSent = Math.max(this.lastSent, ...items.map((item) => item.done_at ?? 0));
    const left = this.numbers.left(this.today());
    showLine(this.line.up, { waiting: items.filter(isPending).length, lastSent: this.lastSent });
    document.querySelector("[data-numbers]").textContent = say("numbers.left", { n: left });
    const look = items.filter((item) => ["clash", "refused"].includes(item.state)).length;
    this.replace(byId("warnings"), warnings({ line: this.line, userId: this.userId, left, item: look, kit: this.kit, today: this.today() }));
    const rows = [...items.filter((item) => item.state !== "registered" || isPending(item)), ...all, ...items.filter((item) => item.state === "registered" && !isPending(item)).reverse()];
    this.replace(document.querySelector("[data-outbox]"), rows.map((item) => outboxRow(item, { now: Date.now(), up: this.line.up, zone: this.kit?.time_zone ?? "UTC" })));
    document.querySelector("[data-outbox-empty]").hidden = rows.length > 0;
    byId("outbox-table").hidden = rows.length === 0;
    this.replace(document.querySelector("[data-laptop]"), laptopFacts({ laptop: this.laptop, kit: this.kit, left, line: this.line, blocks: this.numbers.blocks }));
  }

  // Only where something changed: a reader is not told the same again, and a focus stays where it was.
  replace(holder, parts) {
    const fresh = element("div", {}, ...parts);
    if (fresh.innerHTML === holder.innerHTML) return;
    const focused = holder.contains(document.activeElement) ? document.activeElement : null;
    const again = focused && `[data-item="${focused.closest("[data-item]")?.dataset.item}"] [data-act="${focused.dataset.act}"]`;
    holder.replaceChildren(...parts);
    if (again) holder.querySelector(again)?.focus();
  }

  say(words, kind = "information") {
    byId("said").replaceChildren(element("p", { class: `ac-note ac-note--${kind}` }, words));
  }

  // ---- the server
  async tick() {
    clearTimeout(this.next);
    const was = this.line.up;
    await this.line.ask();
    if (!this.store) return;
    await this.sender.send({ now: this.line.up && !was });
    if (!this.store) return;
    await this.keepTheTime();
    await this.replenish(false);
    if (!this.store) return;
    this.show();
    this.next = setTimeout(() => this.tick(), TICK);
  }

  async replenish(asked) {
    const wants = asked || isOld(this.kit, Date.now()) || this.numbers.left(this.today()) < WARN_BELOW;
    if (!wants || (!asked && Date.now() < (this.fetchAgainAt ?? 0))) return;
    if (!(await this.line.ask()) || !this.sender.maySend) {
      if (asked) this.say(say("said.needs_line"), "warning");
      return;
    }
    try {
      await this.fetchKit();
      const left = this.numbers.left(this.today());
      if (left < WARN_BELOW || (asked && left < BLOCK)) await this.fetchNumbers(BLOCK - left);
      if (asked) this.say(say("said.fetched"), "done");
    } catch (error) {
      this.fetchAgainAt = Date.now() + 5 * 60000;
      if (asked) this.say(say("said.not_fetched", { why: error.message }), "warning");
    }
    this.show();
  }

  async fetchKit() {
    const kit = kitOf(await this.api.get("/kit"), Date.now());
    await this.store.write([{ store: "things", id: "kit", value: kit }]);
    const first = !this.kit;
    this.kit = kit;
    const values = this.form.values();
    this.applyKit();
    if (first) this.load(this.emptyDraft());
    else this.form.put({ office: values.office });
  }

  async fetchNumbers(count) {
    await this.numbers.add(await this.api.post(`/laptops/${this.laptop.laptop_id}/blocks`, { count }), Date.now());
  }

  // ---- buttons and keys
  listen() {
    const { signal } = this.closing;
    const on = (target, name, how) => target.addEventListener(name, how, { signal });
    const active = () => {
      clearTimeout(this.idle);
      this.idle = setTimeout(() => this.lock(), IDLE);
    };
    for (const name of ["pointerdown", "keydown", "input"]) on(document, name, active);
    active();
    on(window, "hashchange", () => {
      byId("said").replaceChildren();
      this.route();
    });
    for (const name of ["online", "offline"]) on(window, name, () => this.tick());
    on(document, "visibilitychange", () => (document.visibilityState === "hidden" ? this.save() : this.tick()));
    on(window, "pagehide", () => this.save());
    on(window, "pageshow", (event) => event.persisted && location.reload());
    on(byId("registration"), "submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    on(byId("registration"), "click", (event) => {
      const taking = event.target.closest("button[data-photo]");
      if (taking) this.photo(Number(taking.dataset.photo));
    });
    on(document.querySelector("[data-outbox]"), "click", (event) => this.act(event.target.closest("[data-act]")));
    on(byId("send-now"), "click", () => this.sendNow());
    on(byId("renew-kit"), "click", () => this.replenish(true));
    on(byId("lock"), "click", () => this.lock());
    on(byId("print"), "click", () => print());
    on(byId("another"), "click", () => (location.hash = "register"));
    on(byId("export"), "submit", () => this.export());
    on(byId("import"), "submit", () => this.import());
  }

  async act(button) {
    const id = button?.closest("[data-item]").dataset.item;
    const draft = this.outbox.drafts.get(id), item = this.outbox.items.get(id);
    if (!id) return;
    await this.save();
    if (button.dataset.act === "papers") return this.papers(item);
    if (button.dataset.act === "correct") return this.correct(draft ? { ...item, ...draft } : item);
    if (button.dataset.act === "resume") {
      this.load(draft);
      location.hash = "register";
    }
    if (button.dataset.act === "drop" && confirm(say("confirm.drop"))) {
      await this.outbox.dropDraft(id);
      if (this.draft.id === id) this.load(this.emptyDraft());
      this.show();
    }
  }

  async sendNow() {
    await this.sender.send({ now: true });
    if (!this.line.up) this.say(say("said.no_line"), "warning");
    else if (!this.sender.maySend) this.say(say("said.not_yours"), "warning");
    else this.say(say("said.sent"), "done");
  }

  async export() {
    const field = byId("export-passphrase"), wrong = byId("export-error");
    wrong.hidden = [...field.value].length >= SHORTEST;
    wrong.textContent = wrong.hidden ? "" : say("passphrase.short");
    if (!wrong.hidden) return field.focus();
    await this.save();
    const text = await exported(this.userId, this.outbox, field.value);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = element("a", { href: address, download: `pendientes-${new Date().toISOString().slice(0, 10)}.acogida` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    field.value = "";
    this.say(say("said.exported"), "done");
  }

  async import() {
    const [file] = byId("import-file").files, field = byId("import-passphrase"), wrong = byId("import-error");
    try {
      if (!file) throw new NotThisFile();
      const count = await imported(this.userId, this.outbox, await file.text(), field.value);
      wrong.hidden = true;
      field.value = "";
      this.say(say("said.imported", { n: count }), "done");
      this.show();
      this.tick();
    } catch (error) {
      if (!(error instanceof NotThisFile)) throw error;
      wrong.textContent = say("import.wrong");
      wrong.hidden = false;
      field.focus();
    }
  }

  // ---- closing
  async lock() {
    if (!this.store) return;
    await this.save();
    this.sender.stopped = true;
    this.closing.abort();
    for (const timer of [this.idle, this.next, this.still]) clearTimeout(timer);
    this.store.close();
    this.store = this.signing = this.outbox = this.numbers = null;
    byId("work").hidden = true;
    this.form.fill({}, 0);
    for (const place of ["[data-outbox]", "[data-sheets]", "[data-laptop]", "#warnings", "#said", "#errors", "#finish"]) document.querySelector(place).replaceChildren();
    for (const field of document.querySelectorAll("input[type=password], input[type=file]")) field.value = "";
    this.release();
    this.locked();
  }
}
