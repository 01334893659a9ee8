// What could not be sent yet, kept in this browser until it is: encrypted under a key that the page brings for its user alone, so that
// whoever sits here next reads nothing. An element with data-unsent (the name), data-unsent-key and data-unsent-url turns it on; without
// a secure context there is no cryptography, and nothing is kept. The row that a page is writing is held by a lock: another window
// leaves it alone.
import { csrfToken } from "./requests.js";

const PREFIX = "acogida-unsent/";
const holder = () => document.querySelector("[data-unsent]");
const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join(""));

let opened = null;
function key() {
  opened ??= crypto.subtle.importKey("raw", bytesOf(holder().dataset.unsentKey), "AES-GCM", false, ["encrypt", "decrypt"]);
  return opened;
}

function place(typed) {
  const row = new URLSearchParams(typed).get("question_id");
  return row && holder() ? `${PREFIX}${holder().dataset.unsent}/${row}` : null;
}

const able = () => Boolean(holder() && globalThis.crypto?.subtle);

export async function keep(typed) {
  const name = able() && place(typed);
  if (!name) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), new TextEncoder().encode(typed));
  try {
    localStorage.setItem(name, `${textOf(iv)}.${textOf(sealed)}`);
  } catch {
    // The browser has no room left for it; the page still has the text and says that it is not saved.
  }
}

export function forget(typed) {
  const name = place(typed);
  if (name) localStorage.removeItem(name);
}

// The form itself is on its way: whether it arrived is seen on the next page, and not worth a word when it did.
export function submitted(typed) {
  sessionStorage.setItem("acogida-submitted", place(typed) ?? "");
}

async function open(name) {
  const [iv, sealed] = (localStorage.getItem(name) ?? "").split(".");
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv) }, await key(), bytesOf(sealed));
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

// This window writes that row; the lock goes with the window.
function hold(row) {
  navigator.locks?.request(PREFIX + row, { ifAvailable: true }, (lock) => (lock ? new Promise(() => {}) : undefined));
}

async function held(row) {
  const known = await navigator.locks?.query();
  return Boolean(known?.held.some((lock) => lock.name === PREFIX + row));
}

async function send(typed) {
  const headers = { "X-CSRF-Token": csrfToken(), "X-Autosave": "1", Accept: "application/json" };
  return fetch(holder().dataset.unsentUrl, { method: "POST", body: new URLSearchParams(typed), headers, redirect: "manual" });
}

function tell(text, typed = null, name = null) {
  const notice = document.querySelector("[data-unsent-notice]");
  if (!notice) return;
  notice.hidden = false;
  notice.className = "ac-callout";
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = text;
  notice.append(words);
  if (typed) {
    for (const field of ["question", "question_words", "answer", "answer_words"]) {
      const said = new URLSearchParams(typed).get(field);
      if (said) notice.append(Object.assign(document.createElement("blockquote"), { className: "ac-lost ac-voice", textContent: said }));
    }
    const discard = Object.assign(document.createElement("button"), { type: "button", className: "ac-linkbutton", textContent: holder().dataset.discard });
    discard.addEventListener("click", () => {
      localStorage.removeItem(name);
      notice.hidden = true;
      notice.replaceChildren();
    });
    notice.append(discard);
  } else {
    notice.append(Object.assign(document.createElement("a"), { className: "govuk-link", href: location.pathname, textContent: holder().dataset.reload }));
  }
}

// What an earlier visit left behind is sent again under the names it had: what arrived after all is known and written once.
async function sendAgain(name, form) {
  const typed = await open(name);
  const row = new URLSearchParams(typed ?? "").get("question_id");
  // A page that refused it has it in its fields: it is there that it goes on.
  if (!typed || inFields(form, typed) || (await held(row))) return;
  const answer = await send(typed);
  if (answer.ok) {
    localStorage.removeItem(name);
    if (sessionStorage.getItem("acogida-submitted") !== name) tell(holder().dataset.sent);
  } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 401) {
    const told = await answer.json().catch(() => ({ reason: "" }));
    tell(holder().dataset.refused.replace("{reason}", told.reason ?? ""), typed, name);
  }
}

function inFields(form, typed) {
  const kept = new URLSearchParams(typed);
  const same = (name) => (form?.elements.namedItem(name)?.value ?? "") === (kept.get(name) ?? "");
  return ["question_id", "question", "answer", "question_words", "answer_words"].every(same);
}

export async function startUnsent() {
  if (!able()) return;
  const form = document.querySelector("form[data-autosave]");
  const row = form?.elements.namedItem("question_id")?.value;
  const mine = `${PREFIX}${holder().dataset.unsent}/`;
  const left = Object.keys(localStorage).filter((name) => name.startsWith(mine));
  for (const name of left) await sendAgain(name, form).catch(() => {});
  if (row) hold(row);
}
