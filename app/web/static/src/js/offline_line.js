// The line: is it there, who is signed in, and what time is it at the server. The browser's "online" is only a hint to ask.
const TOO_FAR = 2 * 60 * 1000, PATIENCE = 5000;

export class Line {
  constructor(changed) {
    this.changed = changed;
    this.up = false;
    this.user = null;
    // Milliseconds to add to the laptop's clock, and when that was measured; null while nobody knows.
    this.offset = null;
    this.measuredAt = null;
  }

  async ask() {
    const before = [this.up, this.user?.id, this.clockIsWrong].join();
    try {
      const began = Date.now();
      const answer = await fetch("/register/offline/line.json", { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      this.noteTime(said.server_time, began);
      this.user = said.user;
      this.up = true;
    } catch {
      this.up = false;
      this.user = null;
    }
    if (before !== [this.up, this.user?.id, this.clockIsWrong].join()) this.changed();
    return this.up;
  }

  // Half of the way there and back is taken as the age of the answer.
  noteTime(serverTime, began = Date.now()) {
    const now = Date.now();
    this.offset = Math.round(Date.parse(serverTime) + (now - began) / 2 - now);
    this.measuredAt = now;
  }

  lost() {
    if (!this.up) return;
    this.up = false;
    this.user = null;
    this.changed();
  }

  get clockIsWrong() {
    return this.offset !== null && Math.abs(this.offset) > TOO_FAR;
  }

  // The time as the server would say it, as far as we know.
  now() {
    return Date.now() + (this.offset ?? 0);
  }
}

// The legal day in a zone, YYYY-MM-DD.
export const dayIn = (zone, ms) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);
