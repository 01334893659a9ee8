// What waits to be sent, as records with a state. A household is a draft while it is typed; finishing it gives it its place in the
// order, its numbers and its papers in one transaction. Whatever happens to the tab, the state on the disk says what to do next:
//   waiting → sending → registered | clash | refused | held (an earlier one has not come) | waiting again (no line).
import { digestHex } from "./offline_crypto.js";

export const KEPT_DAYS = 7;
const PENDING = ["waiting", "sending", "held"];
const DAY = 86400000;

export const photosLeft = (item) => (item.photos ?? []).filter((photo) => !photo.sent);
export const isPending = (item) => PENDING.includes(item.state) || (["registered", "clash"].includes(item.state) && photosLeft(item).length > 0);

export class Outbox {
  constructor(store, items, drafts, order) {
    this.store = store;
    this.items = new Map(items.map((item) => [item.id, item]));
    this.drafts = new Map(drafts.map((draft) => [draft.id, draft]));
    this.order = order;
  }

  // A tab that was killed while it sent left "sending" behind: the server may have it or not, and answers the same either way.
  static async of(store) {
    const [items, drafts, counter] = await Promise.all([store.all("items"), store.all("drafts"), store.read("things", "order")]);
    const outbox = new Outbox(store, items, drafts, counter?.last ?? 0);
    for (const item of items) if (item.state === "sending") await outbox.change(item.id, { state: "waiting" });
    return outbox;
  }

  inOrder() {
    return [...this.items.values()].sort((a, b) => a.laptop_id.localeCompare(b.laptop_id) || a.order - b.order);
  }

  pending() {
    return this.inOrder().filter(isPending);
  }

  async change(id, changes) {
    const item = { ...this.items.get(id), ...changes };
    await this.store.write([{ store: "items", id, value: item }]);
    this.items.set(id, item);
    return item;
  }

  // ---- drafts
  async keepDraft(draft) {
    await this.store.write([{ store: "drafts", id: draft.id, value: draft }]);
    this.drafts.set(draft.id, draft);
  }

  async dropDraft(id) {
    const photos = photoIds(this.drafts.get(id)?.values ?? {}).filter((photo) => !this.usesPhoto(photo));
    await this.store.write([{ store: "drafts", id, value: undefined }, ...photos.map((photo) => ({ store: "photos", id: photo, value: undefined }))]);
    this.drafts.delete(id);
  }

  usesPhoto(id) {
    return [...this.items.values()].some((item) => (item.photos ?? []).some((photo) => photo.id === id));
  }

  async keepPhoto(bytes) {
    const id = crypto.randomUUID();
    await this.store.write([{ store: "photos", id, value: bytes }]);
    return id;
  }

  photo(id) {
    return this.store.bytes("photos", id);
  }

  // ---- finishing
  // The draft becomes an item; `changes` are those of the number blocks. A corrected item keeps its place and its name.
  async finish(draft, item, changes) {
    const earlier = this.items.get(draft.id);
    const order = earlier?.order ?? this.order + 1;
    const value = { ...item, id: draft.id, order, state: "waiting", attempts: earlier?.attempts ?? 0, error: null };
    await this.store.write([
      { store: "items", id: value.id, value },
      { store: "drafts", id: value.id, value: undefined },
      { store: "things", id: "order", value: { kind: "order", last: Math.max(order, this.order) } },
      ...changes,
    ]);
    this.order = Math.max(order, this.order);
    this.items.set(value.id, value);
    this.drafts.delete(value.id);
    return value;
  }

  async photosOf(registrationRows, values) {
    const found = [];
    for (const [person, row] of registrationRows.entries()) {
      const id = values[`people-${row}-photo`];
      const bytes = id && (await this.photo(id));
      if (bytes) found.push({ id, person, digest: await digestHex(bytes), size: bytes.length, sent: false });
    }
    return found;
  }

  async photoSent(id, photo) {
    const photos = this.items.get(id).photos.map((each) => (each.id === photo.id ? { ...each, sent: true } : each));
    return this.change(id, { photos });
  }

  // What was sent keeps only its reference and its times after a week.
  async forget(now) {
    for (const item of [...this.items.values()]) {
      const done = item.state === "registered" && !photosLeft(item).length && item.done_at && now - item.done_at > KEPT_DAYS * DAY;
      if (!done || item.forgotten) continue;
      const { id, order, laptop_id, state, answer, typed_at, done_at } = item;
      const value = { id, order, laptop_id, state, answer: { reference: answer.reference }, typed_at, done_at, forgotten: true };
      const photos = (item.photos ?? []).map((photo) => ({ store: "photos", id: photo.id, value: undefined }));
      await this.store.write([{ store: "items", id, value }, ...photos]);
      this.items.set(id, value);
    }
  }
}

export const photoIds = (values) => Object.entries(values).filter(([name, value]) => /^people-\d+-photo$/.test(name) && value).map(([, value]) => value);
