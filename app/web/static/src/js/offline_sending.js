// Sends what waits, in its order, one at a time; begins again by itself with growing pauses. The server knows an item by its UUID
// and answers a second sending with the first answer, so that an answer which got lost on the way costs nothing.
import { NoLine, SignedOut, titleOf } from "./offline_api.js";
import { isPending, photosLeft } from "./offline_outbox.js";

const PIECE = 16 * 1024;
const FIRST_PAUSE = 5000, LONGEST_PAUSE = 5 * 60000;

export class Sender {
  constructor(userId, laptopId, outbox, api, changed) {
    this.userId = userId;
    this.laptopId = laptopId;
    this.outbox = outbox;
    this.api = api;
    this.line = api.line;
    this.changed = changed;
    this.running = null;
    this.failures = 0;
    this.notBefore = 0;
    this.stopped = false;
  }

  // Only the session of the user whose files these are may send them.
  get maySend() {
    return this.line.up && this.line.user?.id === this.userId && this.line.user.may;
  }

  // Answers when it is over, also to who asks while it is under way.
  send({ now = false } = {}) {
    if (!this.running && !this.stopped && (now || Date.now() >= this.notBefore)) {
      this.running = this.sendAll().finally(() => {
        this.running = null;
      });
    }
    return this.running ?? Promise.resolve();
  }

  async sendAll() {
    try {
      if (!(await this.line.ask()) || !this.maySend) return;
      await this.fetchStates();
      for (const { id } of this.outbox.pending()) {
        if (this.stopped) return;
        await this.sendOne(id);
        this.changed();
      }
      await this.giveWord();
      this.failures = 0;
      this.notBefore = 0;
    } catch (error) {
      if (this.stopped) return;
      this.failures += 1;
      this.notBefore = Date.now() + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1)) * (0.75 + Math.random() / 2);
      if (error instanceof NoLine) this.line.lost();
      else if (error instanceof SignedOut) await this.line.ask();
      else throw error;
    }
    if (!this.stopped) this.changed();
  }

  async sendOne(id) {
    let item = this.outbox.items.get(id);
    if (["waiting", "sending", "held"].includes(item.state)) {
      item = await this.outbox.change(id, { state: "sending", attempts: item.attempts + 1, tried_at: Date.now() });
      this.changed();
      try {
        item = await this.put(item);
      } catch (error) {
        const word = error instanceof SignedOut ? "error.signed_out" : "error.no_line";
        if (!this.stopped) await this.outbox.change(id, { state: "waiting", error: { word } });
        throw error;
      }
    }
    if (isPending(item) && photosLeft(item).length) await this.sendPhotos(item);
  }

  async put(item) {
    const answer = await this.api.request("PUT", `/items/${item.id}`, {
      laptop_id: item.laptop_id,
      order: item.order,
      typed_at: new Date(item.typed_at).toISOString(),
      sent_at: new Date().toISOString(),
      edition: item.edition ?? null,
      registration: item.registration,
      papers: item.papers.map((paper) => paper.sent),
      photos: item.photos.map(({ person, digest, size }) => ({ person, digest, size })),
      appointment: item.appointment ?? null,
    });
    const said = await answer.json().catch(() => ({}));
    const change = (changes) => this.outbox.change(item.id, changes);
    if (answer.ok) return change(whatBecame(said));
    if (answer.status === 409 && (said.waits_for ?? null) !== null) return change({ state: "held", error: { word: "error.held", values: { order: said.waits_for } } });
    // Two at once at the server: it may well be taken the next time.
    if (answer.status === 409) throw new NoLine(said.title);
    return change({ state: "refused", error: { word: "error.refused", title: said.title ?? String(answer.status), fields: fieldsOf(said) } });
  }

  // In pieces, so that a bad line gets on: the server says how far it came, we go on from there.
  async sendPhotos(item) {
    for (const photo of photosLeft(item)) {
      const bytes = await this.outbox.photo(photo.id);
      if (bytes && !(await this.sendPhoto(item, photo, bytes))) continue;
      item = await this.outbox.photoSent(item.id, photo);
      this.changed();
    }
  }

  async sendPhoto(item, photo, bytes) {
    const address = `/items/${item.id}/photos/${photo.digest}`;
    const asked = await this.api.request("HEAD", address);
    // Not to be sent now: a clash that a person has not decided yet.
    if (!asked.ok) return false;
    let offset = Number(asked.headers.get("Upload-Offset") ?? 0);
    while (offset < bytes.length) {
      const answer = await this.api.request("PATCH", address, bytes.subarray(offset, offset + PIECE), { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" });
      if (!answer.ok) {
        await this.outbox.change(item.id, { error: { word: "error.photo", title: await titleOf(answer) } });
        return false;
      }
      offset = Number(answer.headers.get("Upload-Offset") ?? offset + PIECE);
    }
    return true;
  }

  // What a supervisor sees of this laptop: how much waits here, and since when.
  async giveWord() {
    const waiting = this.outbox.pending();
    const word = { unsent: waiting.length, oldest_unsent_at: waiting.length ? new Date(Math.min(...waiting.map((item) => item.typed_at))).toISOString() : null };
    const said = JSON.stringify(word);
    if (said === this.lastWord) return;
    const answer = await this.api.request("PUT", `/laptops/${this.laptopId}/word`, word);
    if (answer.ok) this.lastWord = said;
  }

  // Clashes are decided by a person, elsewhere: what became of them.
  async fetchStates() {
    const open = this.outbox.inOrder().filter((item) => item.state === "clash");
    for (const laptop of new Set(open.map((item) => item.laptop_id))) {
      const answer = await this.api.request("GET", `/items?laptop=${encodeURIComponent(laptop)}`);
      if (!answer.ok) continue;
      const said = await answer.json();
      for (const known of said.items) {
        const item = open.find(({ id }) => id === known.item);
        if (item && known.state !== "clash") await this.outbox.change(item.id, whatBecame(known));
      }
    }
  }
}

// The server's word for an item as a state of ours. "Joined" went into a file that was there already: registered, too.
function whatBecame(said) {
  if (said.state === "clash") return { state: "clash", answer: { href: said.href }, error: null };
  if (said.state === "sent_back" || said.state === "refused") return { state: "refused", error: { word: "error.sent_back", title: said.reason ?? "" } };
  return { state: "registered", error: null, done_at: Date.now(), answer: { reference: said.reference, appointment: said.appointment ?? null } };
}

const fieldsOf = (problem) => Object.fromEntries((problem.errors ?? []).map((each) => [each.field, each.message ?? each.title ?? each.rule]));
