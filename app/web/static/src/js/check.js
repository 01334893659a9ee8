// The check page: reads a code by camera, photo or address, and answers. With a line the server says what holds now; without one the signature,
// the public keys and the last list of states on this device say what they can, and how old they are.
import { decodeQR } from "./qr.js";
import { found, openStatusLists, verify } from "./document_token.js";

const KEYS = "/.well-known/document-keys.json";
const LIST = "/.well-known/document-status/";
const PATIENCE = 4000;
const OFTEN = 120;
const DAY = 24 * 3600 * 1000;
const WIDEST = 1600;
const FRAME = 800;
const UNSURE = new Set(["unknown_key", "no_list", "old_list"]);

const page = document.querySelector("[data-check]");
const part = (name, within = page) => within.querySelector(`[data-${name}]`);
const locale = page.dataset.language;
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const dayFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
let stream = null;

// What this device has: the key set and the lists, as fresh as the line allows (worker.js keeps the last ones).
async function kit() {
  try {
    const keySet = await (await get(KEYS)).json();
    const fetched = await Promise.all(keySet.status_lists.map(async (address) => {
      const answer = await get(LIST + address.split("/").at(-1)).catch(() => null);
      return answer && new Uint8Array(await answer.arrayBuffer());
    }));
    return { keySet, lists: await openStatusLists(fetched.filter(Boolean), keySet) };
  } catch {
    return { keySet: { keys: [], time_zone: "UTC" }, lists: {} };
  }
}

async function get(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

// The server's word, or null where it cannot be had.
async function asked(token) {
  try {
    const answer = await fetch("/api/v1/verify", {
      method: "POST", body: JSON.stringify({ token }), headers: { "Content-Type": "application/json" },
      credentials: "omit", signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function check(text) {
  await stop();
  const token = found(text);
  if (token === null) return show("unreadable", {}, null);
  const [online, { keySet, lists }] = await Promise.all([asked(token), kit()]);
  const own = await verify(token, keySet, lists, new Date());
  if (online) {
    const facts = { number: online.number, initials: online.initials, validUntil: online.valid_until };
    const state = online.valid ? (online.may_work ? "work" : "stay") : own.state === "unreadable" ? "unreadable" : "no";
    return show(state, { ...facts, token, extended: online.valid && !online.valid_until, changed: own.state === "tampered" }, "online");
  }
  if (own.state === "valid") return show(own.mayWork ? "work" : "stay", own, "offline");
  if (own.state === "unreadable") return show("unreadable", {}, "offline");
  if (UNSURE.has(own.state)) return show("unsure", { ...own, why: own.state }, "offline");
  return show("no", { ...own, past: own.state === "expired", changed: own.state === "tampered" }, "offline");
}

function show(state, facts, how) {
  const shown = document.querySelector(`template[data-state="${state}"]`).content.cloneNode(true);
  const say = (name, text) => shown.querySelectorAll(`[data-say="${name}"]`).forEach((place) => { place.textContent = text; });
  say("number", grouped(facts.number ?? ""));
  say("initials", facts.initials ?? "");
  say("until", facts.validUntil ? dayFormat.format(new Date(`${facts.validUntil}T12:00:00Z`)) : "");
  say("now", moment.format(new Date()));
  say("list", facts.listMade ? moment.format(new Date(facts.listMade * 1000)) : "");
  const keep = (selector, wanted) => {
    for (const each of shown.querySelectorAll(selector)) {
      if (wanted(each)) each.hidden = false;
      else each.remove();
    }
  };
  // A certificate is made by the server, so only where it has just answered.
  keep("[data-certificate]", () => facts.token);
  for (const field of shown.querySelectorAll("[name=token]")) field.value = facts.token;
  keep("[data-facts]", () => facts.number);
  // On a paper that outlives its date the day would be a riddle.
  keep("[data-until]", () => !facts.extended);
  keep("[data-extended]", () => facts.extended);
  keep("[data-past]", () => facts.past);
  keep("[data-changed]", () => facts.changed);
  keep("[data-why]", (each) => each.dataset.why === facts.why);
  keep("[data-when]", (each) => each.dataset.when === how);
  keep("[data-say-list]", () => facts.listMade);
  keep("[data-aged]", () => facts.listMade && Date.now() - facts.listMade * 1000 > DAY);
  // The page has one heading at a time, and this is it now.
  const named = part("heading", shown);
  const heading = Object.assign(document.createElement("h1"), { className: named.className, tabIndex: -1 });
  heading.append(...named.childNodes);
  named.replaceWith(heading);
  const verdict = part("verdict");
  verdict.replaceChildren(shown);
  verdict.hidden = false;
  part("ask").hidden = true;
  part("again", verdict)?.addEventListener("click", again);
  heading.focus();
  document.title = `${heading.textContent.trim()} – Acogida`;
}

function again(event) {
  event.preventDefault();
  part("verdict").hidden = true;
  part("ask").hidden = false;
  if (part("camera").hidden) part("ask").querySelector("input").focus();
  else part("start").focus();
}

function grouped(number) {
  return /^[0-9]{12}$/.test(number) ? `${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}` : number;
}

// The address that an ordinary camera opened: read, then taken out of the bar and the history.
async function fromAddress() {
  if (location.hash.length < 2) return;
  const text = location.href;
  history.replaceState(null, "", location.pathname);
  await check(text);
}

async function start() {
  part("no-camera").hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch {
    part("no-camera").hidden = false;
    return;
  }
  const video = part("video");
  video.srcObject = stream;
  watching(true);
  await video.play();
  const read = await reader();
  while (stream) {
    const text = await read(video);
    if (text && stream) {
      await check(text);
      return;
    }
    await new Promise((done) => { setTimeout(done, OFTEN); });
  }
}

async function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  watching(false);
}

function watching(on) {
  for (const name of ["video", "looking", "stop"]) part(name).hidden = !on;
  part("start").hidden = on;
}

// The browser's own detector where it has one, the library otherwise.
async function reader() {
  const native = globalThis.BarcodeDetector && (await BarcodeDetector.getSupportedFormats().catch(() => [])).includes("qr_code")
    ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  return async (source) => {
    if (native) {
      const seen = await native.detect(source).catch(() => []);
      return seen.find((code) => found(code.rawValue))?.rawValue ?? seen[0]?.rawValue ?? null;
    }
    return read(source, source.videoWidth, source.videoHeight, FRAME);
  };
}

function read(source, width, height, most) {
  if (!width || !height) return null;
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  }
}

async function photo(event) {
  const [file] = event.target.files;
  part("no-code").hidden = true;
  if (!file) return;
  const picture = await createImageBitmap(file).catch(() => null);
  const text = picture && (read(picture, picture.width, picture.height, FRAME) ?? read(picture, picture.width, picture.height, WIDEST));
  event.target.value = "";
  if (text) await check(text);
  else part("no-code").hidden = false;
}

// A number needs the server; a whole code that was pasted does not.
async function typed(event) {
  const text = new FormData(event.target).get("number");
  if (found(text)) {
    event.preventDefault();
    await check(text);
  } else if (!navigator.onLine) {
    event.preventDefault();
    show("typed", {}, "offline");
  }
}

// The page as it was kept stands in for an answer that could not be had.
function unanswered() {
  if (new URLSearchParams(location.search).get("number") && !document.querySelector(".govuk-error-summary")) show("typed", {}, "offline");
}

async function ready() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/verify/worker.js", { scope: "/verify" });
  await navigator.serviceWorker.ready;
  const { lists } = await kit();
  const made = Object.values(lists).map((list) => list.made);
  if (!made.length) return;
  part("list-made").textContent = moment.format(new Date(Math.min(...made) * 1000));
  part("ready").hidden = false;
  page.dataset.ready = "true";
}

part("camera").hidden = false;
part("start").hidden = !navigator.mediaDevices?.getUserMedia;
part("start").addEventListener("click", start);
part("stop").addEventListener("click", stop);
part("photo").addEventListener("change", photo);
part("typed").addEventListener("submit", typed);
addEventListener("hashchange", fromAddress);
addEventListener("pagehide", stop);
unanswered();
await fromAddress();
await ready();
