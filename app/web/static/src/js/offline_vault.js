// Who may open what on a shared laptop. Each user has a database and a passphrase of their own; the laptop itself only knows that
// the digest of a user name leads to a database. A wrong passphrase, an unknown name: the same words, after the same work, and
// each time a longer wait. One window at a time holds a user's files, so that no number is taken twice.
import { deleteDB } from "./idb.js";
import { bytesOf, digestHex, newKeys, openKeys, passphraseKey } from "./offline_crypto.js";
import { databaseName, openFiles, Store } from "./offline_store.js";

const KNOWN = "acogida-offline-known";
const FREE_TRIES = 3, LONGEST_WAIT = 5 * 60 * 1000;

export class WrongPassphrase extends Error {}
export class OpenElsewhere extends Error {}
export class MustWait extends Error {
  constructor(until) {
    super();
    this.until = until;
  }
}

const known = () => JSON.parse(localStorage.getItem(KNOWN) ?? "{}");
const named = (username) => digestHex(bytesOf(`acogida-offline ${username.trim().toLowerCase()}`));

export async function isPrepared(userId) {
  const names = await indexedDB.databases();
  return names.some(({ name }) => name === databaseName(userId)) && Object.values(known()).includes(userId);
}

export const anyPrepared = () => Object.keys(known()).length > 0;

async function userIdOf(username) {
  return known()[await named(username)];
}

// Keys for a user on this laptop. Nothing of theirs may be here already. Answers what the server enrols.
export async function prepare(user, passphrase) {
  if (await isPrepared(user.id)) throw new Error("prepared already");
  await deleteDB(databaseName(user.id));
  const db = await openFiles(user.id);
  const { kept, publicKey } = await newKeys(user.id, passphrase);
  await db.put("keys", kept);
  db.close();
  return publicKey;
}

// Only when everything is in place does the laptop know the user: a preparation cut short is simply begun again.
export async function remember(user) {
  localStorage.setItem(KNOWN, JSON.stringify({ ...known(), [await named(user.username)]: user.id }));
  await navigator.storage?.persist?.();
}

// The phrase is lost: what is here can be read by nobody, so it goes, and the laptop is prepared again.
export async function forget(userId) {
  await deleteDB(databaseName(userId));
  localStorage.setItem(KNOWN, JSON.stringify(Object.fromEntries(Object.entries(known()).filter(([, id]) => id !== userId))));
}

async function held(userId) {
  return new Promise((resolve, reject) => {
    const options = { ifAvailable: true };
    navigator.locks.request(databaseName(userId), options, (lock) => {
      if (!lock) return reject(new OpenElsewhere());
      return new Promise((release) => resolve(release));
    });
  });
}

const wait = (wrong) => (wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, 2000 * 2 ** (wrong - FREE_TRIES + 1)));

// Opens a user's files by name and passphrase. Throws WrongPassphrase, MustWait, OpenElsewhere.
export async function unlock(username, passphrase) {
  const userId = await userIdOf(username);
  if (!userId) {
    await passphraseKey(passphrase, new Uint8Array(16));
    throw new WrongPassphrase();
  }
  return unlockOf(userId, passphrase);
}

export async function unlockOf(userId, passphrase) {
  const release = await held(userId);
  const db = await openFiles(userId);
  try {
    const tries = (await db.get("keys", "tries")) ?? { id: "tries", wrong: 0, until: 0 };
    // A clock that was set back must not keep somebody out for years.
    if (Date.now() < tries.until && tries.until - Date.now() <= LONGEST_WAIT) throw new MustWait(tries.until);
    // Counted before it is tried: closing the tab in between does not make it free.
    const wrong = tries.wrong + 1;
    const again = () => db.put("keys", { id: "tries", wrong, until: Date.now() + wait(wrong) });
    await again();
    const kept = await db.get("keys", "keys");
    const keys = await openKeys(userId, kept, passphrase).catch(() => null);
    if (!keys) {
      await again();
      throw new WrongPassphrase();
    }
    await db.delete("keys", "tries");
    return { userId, store: new Store(userId, db, keys.data), signing: keys.signing, release };
  } catch (error) {
    db.close();
    release();
    throw error;
  }
}
