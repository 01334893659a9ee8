// The service worker of the registration page: keeps the page, in both languages, and its files by their hashed names. No answer
// with a person in it ever comes here: everything but the page and those files goes to the network as if this were not there.
// A new build is another text of this file (KEPT stands before it): it is fetched whole or not at all, and takes over when the
// windows with the old one are closed, or when somebody presses "update".
const PREFIX = "acogida-offline-";
const CACHE = PREFIX + KEPT.digest;
const PAGE = "/register/offline";
const LANGUAGE = PREFIX + "language";
const shell = (language) => `${PAGE}?lang=${language}`;

self.addEventListener("install", (event) => {
  // Without a session: the page is then nobody's.
  const fresh = (address, cache) => new Request(address, { credentials: "omit", cache });
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([
      ...KEPT.files.map((address) => fresh(address, "default")),
      ...KEPT.pages.map((language) => fresh(shell(language), "no-store")),
    ])),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE && name !== LANGUAGE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

async function languageOf(request) {
  const wanted = new URL(request.url).searchParams.get("lang");
  const cache = await caches.open(LANGUAGE);
  if (KEPT.pages.includes(wanted)) {
    await cache.put("/language", new Response(wanted));
    return wanted;
  }
  const known = await cache.match("/language");
  if (known) return known.text();
  return (self.navigator.language ?? "es").startsWith("en") ? "en" : "es";
}

async function page(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(shell(await languageOf(request)), { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (KEPT.files.includes(address.pathname)) event.respondWith(caches.open(CACHE).then((cache) => cache.match(address.pathname, { ignoreVary: true })).then((found) => found ?? fetch(request)));
});
