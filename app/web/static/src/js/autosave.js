// Autosave of a form: <form data-autosave data-autosave-url="…" data-version="7"> and a <p data-autosave-state> that says the state.
// The words come from the page (data-saving, data-saved, data-failed, data-stale), so that they are in its language.
// Saves two seconds after the last key and when the page is left, one request at a time, each with the version that the last
// answer gave; while the line is down it tries again every ten seconds. What got no answer may have arrived all the same: it is
// sent again word for word before anything newer, so that the server knows it again and does not take us for somebody else.
// 409 and 412 mean that someone changed the record meanwhile: autosave then stops and says so, with the reason that came with it.
// What is typed is also kept in this browser until it arrives, where the page says how (unsent.js).
import { csrfToken } from "./requests.js";
import { forget, keep, startUnsent, submitted } from "./unsent.js";

const PAUSE = 2000;
const RETRY = 10000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl || form.action;
    this.state = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
    this.version = form.dataset.version;
    this.unanswered = null;
    this.timer = null;
    this.dirty = false;
    this.sending = false;
    this.asked = null;
    this.failing = false;
    this.stopped = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      // What is on its way would make this the older one: it waits for the answer, and goes with the version that came with it.
      if (this.sending) {
        event.preventDefault();
        this.asked ??= { by: event.submitter };
        return;
      }
      this.stopped = true;
      clearTimeout(this.timer);
      submitted(this.typed());
    });
    addEventListener("beforeunload", (event) => {
      if (this.failing && this.dirty && !this.stopped) event.preventDefault();
    });
    addEventListener("pagehide", () => this.save(true));
    addEventListener("online", () => this.save());
  }

  changed() {
    this.dirty = true;
    keep(this.typed());
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), pause);
  }

  say(name, reason = "") {
    if (!this.state) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
    this.state.dataset.state = name;
    this.state.textContent = (this.state.dataset[name] ?? "").replace("{time}", time) + (reason ? ` ${reason}` : "");
  }

  async save(leaving = false) {
    if (!this.dirty || this.stopped || (this.sending && !leaving)) return;
    this.dirty = false;
    this.sending = true;
    this.say("saving");
    try {
      await this.send(leaving);
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.dirty = true;
      this.say(error instanceof SignedOut && this.state?.dataset.signedOut ? "signedOut" : "failed");
    }
    this.sending = false;
    if (this.asked) {
      const { by } = this.asked;
      this.asked = null;
      this.form.requestSubmit(by);
      return;
    }
    if (this.dirty) this.later(this.failing ? RETRY : PAUSE);
  }

  async send(leaving) {
    const headers = { "X-CSRF-Token": csrfToken(), "X-Autosave": "1", Accept: "application/json" };
    if (this.version) headers["If-Match"] = `"${this.version}"`;
    const typed = this.typed();
    this.unanswered ??= typed;
    const body = new URLSearchParams(this.unanswered);
    const answer = await fetch(this.url, { method: "POST", body, headers, keepalive: leaving, redirect: "manual" });
    // A redirect leads to the sign-in: nothing was saved, and signing in again in another window is enough.
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (this.unanswered !== typed) this.dirty = true;
    this.unanswered = null;
    if (answer.status === 409 || answer.status === 412) {
      this.stopped = true;
      const told = await answer.json().catch(() => ({}));
      this.say(told.reason && this.state?.dataset.refused ? "refused" : "stale", told.reason);
    } else if (answer.ok) {
      this.read(answer.headers.get("ETag"));
      if (!this.dirty) forget(typed);
      this.say("saved");
    } else {
      throw new Error(String(answer.status));
    }
  }

  typed() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  // The form's own version field follows, so that sending the form afterwards is not refused as stale.
  read(tag) {
    const found = tag?.match(/"(\d+)"/);
    if (!found) return;
    this.version = found[1];
    const field = this.form.elements.namedItem("version");
    if (field) field.value = this.version;
  }
}

class SignedOut extends Error {}

export function startAutosave() {
  startUnsent();
  document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
}
