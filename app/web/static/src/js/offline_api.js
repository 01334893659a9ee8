// Requests to the server's offline part, as the page's own user: what a failure means, in two words.
const API = "/api/v1/offline", PATIENCE = 30000;

// Nobody answered, or somebody who cannot now: try again later.
export class NoLine extends Error {}
// The session is over or is somebody else's: sign in again.
export class SignedOut extends Error {}
// The server refused, in words.
export class Refused extends Error {}

export class Api {
  constructor(line) {
    this.line = line;
  }

  async request(method, path, body = undefined, headers = {}) {
    const raw = body instanceof Uint8Array;
    let answer;
    try {
      answer = await fetch(API + path, {
        method,
        headers: { Accept: "application/json", "X-CSRF-Token": this.line.user?.csrf ?? "", ...(body && !raw ? { "Content-Type": "application/json" } : {}), ...headers },
        body: body && !raw ? JSON.stringify(body) : body,
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      throw new NoLine(error.message);
    }
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new NoLine(await titleOf(answer));
    if (answer.status === 401 || (answer.status === 403 && !(await this.sameUser()))) throw new SignedOut(String(answer.status));
    return answer;
  }

  async sameUser() {
    const csrf = this.line.user?.csrf;
    await this.line.ask();
    return this.line.user?.csrf === csrf;
  }

  // ---- what is asked for while preparing
  async post(path, body) {
    const answer = await this.request("POST", path, body, { "Idempotency-Key": crypto.randomUUID() });
    if (!answer.ok) throw new Refused(await titleOf(answer));
    return answer.json();
  }

  async get(path) {
    const answer = await this.request("GET", path);
    if (!answer.ok) throw new Refused(await titleOf(answer));
    return answer.json();
  }
}

// A problem document's title (RFC 9457), or the bare number.
export const titleOf = async (answer) => (await answer.json().catch(() => ({}))).title ?? String(answer.status);
