// Keeps the check page on the device: its files for ever, the public keys and the lists of states as they were last fetched.
// The server writes SHELL and VERSION in front (app/web/pages/check.py).
const DATA = "check-data";
const PAGE = "/verify";
const FETCHED = /^\/\.well-known\/document-(keys\.json|status\/[0-9]+)$/;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await (await caches.open(VERSION)).addAll(SHELL.map((address) => nobodys(address)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("check-") && name !== VERSION && name !== DATA);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === PAGE && event.request.mode === "navigate") {
    event.respondWith(newest(event.request, VERSION, PAGE, false));
    event.waitUntil(keepPage());
  }
  else if (FETCHED.test(address.pathname)) event.respondWith(newest(nobodys(event.request), DATA, address.pathname, true));
  else if (SHELL.includes(address.pathname)) event.respondWith(kept(event.request, address.pathname));
});

// Without a session: what is kept on a device is nobody's. With one, the page carries whoever is signed in, and the value by which
// their forms are believed: that one is shown and forgotten, and the page is fetched once more to be kept.
function nobodys(address) {
  return new Request(address, { credentials: "omit" });
}

async function keepPage() {
  const answer = await fetch(nobodys(PAGE), { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (answer?.ok) await (await caches.open(VERSION)).put(PAGE, answer);
}

// From the line where there is one, else as it was last time.
async function newest(request, name, key, keep) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && keep) await cache.put(key, answer.clone());
    if (answer.ok || answer.status < 500) return answer;
    throw new Error(String(answer.status));
  } catch (away) {
    const earlier = await cache.match(key, { ignoreVary: true });
    if (earlier) return earlier;
    throw away;
  }
}

async function kept(request, key) {
  return (await (await caches.open(VERSION)).match(key, { ignoreVary: true })) ?? fetch(request);
}
