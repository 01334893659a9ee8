// Keys and sealing of what a laptop keeps. A passphrase gives a key (PBKDF2-HMAC-SHA-256) that only wraps a random data key;
// the data key seals every record with AES-256-GCM, a fresh IV and the record's own place as associated data, so that none can
// be put in another's place. In memory no key can be taken out; on the disk there are only sealed ones.
export const ROUNDS = 600000;
const SALT = 16, IV = 12;
const text = new TextEncoder();

export const bytesOf = (words) => text.encode(words);
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function base64(bytes) {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function fromBase64(words) {
  return Uint8Array.from(atob(words), (char) => char.charCodeAt(0));
}

export async function digestHex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The same passphrase may be typed with composed or decomposed accents, on whatever keyboard.
const said = (passphrase) => bytesOf(passphrase.normalize("NFKC"));

export async function passphraseKey(passphrase, salt, rounds = ROUNDS) {
  const material = await crypto.subtle.importKey("raw", said(passphrase), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);
}

export async function seal(key, place, bytes) {
  const iv = random(IV);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(place) }, key, bytes);
  return { iv, sealed: new Uint8Array(sealed) };
}

export async function unseal(key, place, { iv, sealed }) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytesOf(place) }, key, sealed));
}

async function wrapped(format, key, by, place) {
  const iv = random(IV);
  const sealed = await crypto.subtle.wrapKey(format, key, by, { name: "AES-GCM", iv, additionalData: bytesOf(place) });
  return { iv, sealed: new Uint8Array(sealed) };
}

// New keys for one user on one laptop: what goes to the disk (`kept`), and the public half that the server enrols.
export async function newKeys(userId, passphrase) {
  const salt = random(SALT);
  const outer = await passphraseKey(passphrase, salt);
  const data = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const kept = {
    id: "keys",
    version: 1,
    kdf: { name: "PBKDF2", hash: "SHA-256", rounds: ROUNDS, salt },
    data: await wrapped("raw", data, outer, place(userId, "data-key")),
    signing: await wrapped("pkcs8", pair.privateKey, data, place(userId, "signing-key")),
  };
  return { kept, publicKey: { kty, crv, x, y } };
}

// The keys again, none of which can be exported. Throws OperationError for another passphrase.
export async function openKeys(userId, kept, passphrase) {
  const outer = await passphraseKey(passphrase, kept.kdf.salt, kept.kdf.rounds);
  const aad = (name, { iv }) => ({ name: "AES-GCM", iv, additionalData: bytesOf(place(userId, name)) });
  const data = await crypto.subtle.unwrapKey("raw", kept.data.sealed, outer, aad("data-key", kept.data), { name: "AES-GCM" }, false, ["encrypt", "decrypt", "unwrapKey"]);
  const signing = await crypto.subtle.unwrapKey("pkcs8", kept.signing.sealed, data, aad("signing-key", kept.signing), { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  return { data, signing };
}

export const place = (userId, ...names) => ["acogida-offline-1", userId, ...names].join("/");

// How good a passphrase is, in three words: length does nearly all of it, repeating the same few signs undoes it.
export const SHORTEST = 15;
export function strength(passphrase) {
  const length = [...passphrase.normalize("NFKC")].length;
  const different = new Set(passphrase.toLowerCase()).size;
  if (length < SHORTEST) return "short";
  if (different < 8) return "weak";
  return length >= 24 && passphrase.trim().split(/\s+/).length >= 4 ? "strong" : "good";
}
