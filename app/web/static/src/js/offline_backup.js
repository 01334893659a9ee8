// What waits, in a file for another laptop of the same user. The file is JSON with these names, and only `sealed` says anything:
//   format "acogida-outbox", version 1, kdf {name PBKDF2, hash SHA-256, rounds, salt}, iv, sealed — bytes in Base64.
// The key is derived from a passphrase of the file's own; the associated data names the user, so that nobody else's laptop opens
// it. Inside: {user_id, made_at, items, drafts, photos: {id: JPEG in Base64}}. No key is in it: papers are signed already.
import { base64, bytesOf, fromBase64, passphraseKey, random, ROUNDS, seal, unseal } from "./offline_crypto.js";
import { photoIds } from "./offline_outbox.js";

const FORMAT = "acogida-outbox", VERSION = 1;
const place = (userId) => `${FORMAT}-${VERSION}/${userId}`;

export class NotThisFile extends Error {}

export async function exported(userId, outbox, passphrase) {
  const items = outbox.inOrder().filter((item) => !item.forgotten);
  const drafts = [...outbox.drafts.values()];
  const wanted = new Set([...items.flatMap((item) => (item.photos ?? []).filter((photo) => !photo.sent).map((photo) => photo.id)), ...[...drafts, ...items].flatMap((each) => photoIds(each.values ?? {}))]);
  const photos = {};
  for (const id of wanted) {
    const bytes = await outbox.photo(id);
    if (bytes) photos[id] = base64(bytes);
  }
  const salt = random(16);
  const key = await passphraseKey(passphrase, salt);
  const inside = bytesOf(JSON.stringify({ user_id: userId, made_at: new Date().toISOString(), items, drafts, photos }));
  const { iv, sealed } = await seal(key, place(userId), inside);
  return JSON.stringify({ format: FORMAT, version: VERSION, kdf: { name: "PBKDF2", hash: "SHA-256", rounds: ROUNDS, salt: base64(salt) }, iv: base64(iv), sealed: base64(sealed) });
}

// Adds what is not here yet; answers how many records came. Throws NotThisFile for another user, passphrase or kind of file.
export async function imported(userId, outbox, text, passphrase) {
  let inside;
  try {
    const file = JSON.parse(text);
    if (file.format !== FORMAT || file.version !== VERSION || file.kdf.rounds > 10 * ROUNDS) throw new NotThisFile();
    const key = await passphraseKey(passphrase, fromBase64(file.kdf.salt), file.kdf.rounds);
    inside = JSON.parse(new TextDecoder().decode(await unseal(key, place(userId), { iv: fromBase64(file.iv), sealed: fromBase64(file.sealed) })));
  } catch {
    throw new NotThisFile();
  }
  const here = (id) => outbox.items.has(id) || outbox.drafts.has(id);
  const items = inside.items.filter((item) => !here(item.id)).map((item) => (item.state === "sending" ? { ...item, state: "waiting" } : item));
  const drafts = inside.drafts.filter((draft) => !here(draft.id));
  await outbox.store.write([
    ...Object.entries(inside.photos).map(([id, words]) => ({ store: "photos", id, value: fromBase64(words) })),
    ...items.map((item) => ({ store: "items", id: item.id, value: item })),
    ...drafts.map((draft) => ({ store: "drafts", id: draft.id, value: draft })),
  ]);
  for (const item of items) outbox.items.set(item.id, item);
  for (const draft of drafts) outbox.drafts.set(draft.id, draft);
  return items.length + drafts.length;
}
