// What a laptop keeps for one user: an IndexedDB database of their own, where every record is sealed. Several records are written
// in one transaction, or none; "strict" has the disk confirm before we believe it.
import { openDB } from "./idb.js";
import { bytesOf, place, seal, unseal } from "./offline_crypto.js";

const STORES = ["things", "items", "drafts", "photos"];

export const databaseName = (userId) => `acogida-offline-${userId}`;

export async function openFiles(userId, blocked = () => {}) {
  return openDB(databaseName(userId), 1, {
    upgrade(db) {
      for (const store of ["keys", ...STORES]) db.createObjectStore(store, { keyPath: "id" });
    },
    blocked,
    blocking: (_now, _next, event) => event.target.close(),
  });
}

export class Store {
  constructor(userId, db, key) {
    this.userId = userId;
    this.db = db;
    this.key = key;
  }

  // changes: [{store, id, value}], value undefined takes the record away. All or none.
  async write(changes) {
    const rows = await Promise.all(changes.map((change) => this.row(change)));
    const stores = [...new Set(changes.map((change) => change.store))];
    const step = this.db.transaction(stores, "readwrite", { durability: "strict" });
    changes.forEach(({ store, id }, n) => {
      if (rows[n] === undefined) step.objectStore(store).delete(id);
      else step.objectStore(store).put(rows[n]);
    });
    await step.done;
  }

  async row({ store, id, value }) {
    if (value === undefined) return undefined;
    const bytes = value instanceof Uint8Array ? value : bytesOf(JSON.stringify(value));
    return { id, ...(await seal(this.key, place(this.userId, store, id), bytes)) };
  }

  async bytes(store, id) {
    const row = await this.db.get(store, id);
    return row && unseal(this.key, place(this.userId, store, id), row);
  }

  async read(store, id) {
    const bytes = await this.bytes(store, id);
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  }

  async all(store) {
    const ids = await this.db.getAllKeys(store);
    return Promise.all(ids.map((id) => this.read(store, id)));
  }

  close() {
    this.key = null;
    this.db.close();
  }
}
