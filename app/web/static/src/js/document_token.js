// The token in a document's QR code (app/documents/tokens/token.py): COSE_Sign1, ES256, over CWT claims, zlib, Base45.
// Made here by a laptop that prints without a line; read here by whoever checks a document, also without a line.
import { decode, encode, Tagged } from "./cbor.js";

export const PREFIX = "ACO1:";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const ALGORITHM = 1;
const KEY_ID = 4;
const ES256 = -7;
const ISSUER = 1;
const UNTIL = 4;
const FROM = 5;
const DOCUMENT = -65537;
const SUBJECT = 2;
const MADE = 6;
const STATUS_LIST = 65533;
const TTL = 65534;
const IN_A_LIST = 2 ** 20;
// As in token.py, and only ever added to.
export const KINDS = [
  "applicant_document", "refugee_card", "refugee_permit", "refugee_residence", "admitted_card", "humanitarian_card",
  "child_card", "residence_card", "travel_document",
];
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const INITIALS_EACH = 2;
const PARTICLES = new Set(["da", "das", "de", "del", "di", "do", "dos", "el", "la", "las", "los", "van", "von", "y"]);
const LARGEST = 2048;
const CODE_BITS = 1952;

// The token of a document. `fields`: {issuer, number, initials, kind, mayWork, validFrom, validUntil, index, timeZone}; days as
// "2026-11-21", in that zone; `privateKey` a CryptoKey (P-256, may be one that cannot be exported); `kid` as the server gave it.
export async function issue(fields, privateKey, kid) {
  const number = String(fields.number);
  const claims = new Map([
    [ISSUER, fields.issuer],
    [UNTIL, midnight(nextDay(fields.validUntil), fields.timeZone)],
    [FROM, midnight(fields.validFrom, fields.timeZone)],
    [DOCUMENT, [
      /^[1-9][0-9]{0,14}$/.test(number) ? Number(number) : number,
      fields.initials.split(" ").map((part) => [...part][0]).join(""),
      KINDS.includes(fields.kind) ? KINDS.indexOf(fields.kind) : fields.kind,
      fields.mayWork === true,
      fields.index,
    ]],
  ]);
  const protectedHeader = encode(new Map([[ALGORITHM, ES256], [KEY_ID, bytesOf(kid)]]));
  const payload = encode(claims);
  const signature = await crypto.subtle.sign(SIGNATURE, privateKey, toBeSigned(protectedHeader, payload));
  const message = encode(new Tagged(18, [protectedHeader, new Map(), payload, new Uint8Array(signature)]));
  return PREFIX + base45(await through(message, new CompressionStream("deflate")));
}

// What a QR code holds: the check page's address (`https://host/verify`) with the token where no server sees it; or, where that is more
// than version 13 holds at level Q, the token alone.
export function address(token, page) {
  const escaped = token.replaceAll("%", "%25").replaceAll(" ", "%20");
  const bits = 4 + 16 + 8 * (page.length + 1) + 4 + 11 + Math.ceil(5.5 * escaped.length);
  return bits <= CODE_BITS ? `${page}#${escaped}` : token;
}

// `Y. B. G. M.`, as the server writes them.
export function initials(givenNames, familyNames) {
  return [givenNames, familyNames].flatMap((names) => {
    const words = names.replaceAll("-", " ").split(/\s+/u).filter(Boolean);
    const telling = words.filter((word) => !PARTICLES.has(word.toLowerCase()));
    return (telling.length ? telling : words).slice(0, INITIALS_EACH).map((word) => `${[...word][0].toUpperCase()}.`);
  }).join(" ");
}

// The token in what a camera read or a person pasted; null for anything else.
export function found(text) {
  const mark = text.indexOf("#");
  let token = text.trim();
  if (mark >= 0) {
    try {
      token = decodeURIComponent(text.slice(mark + 1));
    } catch {
      return null;
    }
  }
  return token.startsWith(PREFIX) ? token : null;
}

// What a token says, with nothing but the public keys and the last status lists. Never "valid" unless everything says so.
//
// `keySet` as published (/.well-known/document-keys.json), `statusLists` as `openStatusLists` gives them, `now` a Date.
// → {state, mayWork, number, initials, kind, validFrom, validUntil, extended, listMade}; the facts only where the signature is right. States:
// valid · invalid · suspended · expired · not_yet · unreadable (no token of ours) · tampered · unknown_key · revoked_key · no_list · old_list
export async function verify(text, keySet, statusLists, now) {
  let token;
  try {
    token = await open(text);
  } catch {
    return { state: "unreadable" };
  }
  const key = keySet.keys.find((each) => each.kid === token.kid);
  if (!key) return { state: "unknown_key" };
  if (!(await provedBy(key, token))) return { state: "tampered" };
  const list = (statusLists ?? {})[Math.floor(token.index / IN_A_LIST)];
  const facts = {
    number: token.number,
    initials: token.initials,
    kind: token.kind,
    validFrom: dayOf(token.from, keySet.time_zone),
    validUntil: dayOf(token.until - 1, keySet.time_zone),
    listMade: list?.made ?? null,
  };
  const answer = judged(token, key, list, now.getTime() / 1000);
  return { ...answer, mayWork: answer.state === "valid" && token.mayWork, ...facts };
}

function judged(token, key, list, now) {
  if (key.revoked) return { state: "revoked_key" };
  if (key.exp <= now) return { state: "unknown_key" };
  const status = list ? statusAt(list, token.index % IN_A_LIST) : null;
  // A list that is old may be wrong about what is valid; what it says is not valid stays so.
  if (status === 1) return { state: "invalid" };
  if (status === 2) return { state: "suspended" };
  if (now < token.from) return { state: "not_yet" };
  if (!list) return { state: now >= token.until ? "expired" : "no_list" };
  if (list.expires <= now) return { state: now >= token.until && status !== 3 ? "expired" : "old_list" };
  if (now >= token.until && status !== 3) return { state: "expired" };
  return { state: "valid", extended: now >= token.until };
}

// A status list as it was fetched (application/statuslist+cwt): checked against the key set, unpacked. Null where it is not what it should be.
// → {list, made, expires, ttl, bits, states}: moments in seconds; `list` its number.
export async function openStatusList(bytes, keySet) {
  try {
    const { kid, protectedHeader, payload, signature } = parts(bytes);
    if (decodeMap(protectedHeader).get(16) !== "application/statuslist+cwt") return null;
    const key = keySet.keys.find((each) => each.kid === kid && !each.revoked && each.issuer === "deployment");
    if (!key || !(await provedBy(key, { protectedHeader, payload, signature }))) return null;
    const claims = decodeMap(payload);
    const content = claims.get(STATUS_LIST);
    const states = await through(content.get("lst"), new DecompressionStream("deflate"));
    return {
      list: Number(claims.get(SUBJECT).split("/").at(-1)),
      made: claims.get(MADE), expires: claims.get(UNTIL), ttl: claims.get(TTL), bits: content.get("bits"), states,
    };
  } catch {
    return null;
  }
}

// Several of them, by their numbers, as `verify` wants them.
export async function openStatusLists(fetched, keySet) {
  const opened = await Promise.all(fetched.map((bytes) => openStatusList(bytes, keySet)));
  return Object.fromEntries(opened.filter(Boolean).map((list) => [list.list, list]));
}

function statusAt(list, index) {
  const each = 8 / list.bits;
  const byte = list.states[Math.floor(index / each)] ?? 0;
  return (byte >> ((index % each) * list.bits)) & ((1 << list.bits) - 1);
}

async function open(text) {
  const token = found(text);
  const message = await through(fromBase45(token.slice(PREFIX.length)), new DecompressionStream("deflate"), LARGEST);
  const { kid, protectedHeader, payload, signature } = parts(message);
  const claims = decodeMap(payload);
  const [number, initialsOf, kind, mayWork, index] = claims.get(DOCUMENT);
  const [from, until] = [claims.get(FROM), claims.get(UNTIL)];
  if (![from, until, index].every(Number.isSafeInteger) || index < 0) throw new Error("claims");
  return {
    kid, protectedHeader, payload, signature, from, until, index,
    number: String(number), initials: [...String(initialsOf)].map((letter) => `${letter}.`).join(" "), mayWork: mayWork === true,
    kind: typeof kind === "number" ? KINDS[kind] : String(kind),
  };
}

function parts(message) {
  const [protectedHeader, , payload, signature] = decode(message, { tags: { 18: Tagged.decoder(18) }, useMaps: true }).value;
  const header = decodeMap(protectedHeader);
  if (header.get(ALGORITHM) !== ES256) throw new Error("algorithm");
  return { kid: textOf(header.get(KEY_ID)), protectedHeader, payload, signature };
}

const decodeMap = (bytes) => decode(bytes, { useMaps: true, rejectDuplicateMapKeys: true });
const toBeSigned = (header, payload) => encode(["Signature1", header, new Uint8Array(), payload]);

async function provedBy(key, { protectedHeader, payload, signature }) {
  const jwk = { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
  const publicKey = await crypto.subtle.importKey("jwk", jwk, CURVE, false, ["verify"]);
  return crypto.subtle.verify(SIGNATURE, publicKey, signature, toBeSigned(protectedHeader, payload));
}

async function through(bytes, stream, most = Infinity) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error("too large");
    }
    chunks.push(next.value);
  }
  const whole = new Uint8Array(size);
  chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
  return whole;
}

function base45(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    let value = pair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let left = pair ? 3 : 2; left; left -= 1) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

function fromBase45(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
    const value = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    const whole = digits.length === 3;
    if (digits.includes(-1) || digits.length === 1 || value > (whole ? 65535 : 255)) throw new Error("Base45");
    bytes.push(...(whole ? [value >> 8, value & 255] : [value]));
  }
  return new Uint8Array(bytes);
}

function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function textOf(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function nextDay(day) {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

// The moment, in seconds, at which a day begins in a zone.
function midnight(day, timeZone) {
  const guess = Date.parse(`${day}T00:00:00Z`) / 1000;
  const first = guess - offset(guess, timeZone);
  return guess - offset(first, timeZone);
}

function offset(seconds, timeZone) {
  const there = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit" })
      .formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]),
  );
  return Date.parse(`${there.year}-${there.month}-${there.day}T${there.hour}:${there.minute}:${there.second}Z`) / 1000 - seconds;
}

function dayOf(seconds, timeZone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(seconds * 1000),
  );
}
