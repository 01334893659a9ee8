// The door of the page: what this browser can do, who is here, and whether their files on this laptop are opened or first made.
import { Api, NoLine } from "./offline_api.js";
import { SHORTEST, strength } from "./offline_crypto.js";
import { Desk } from "./offline_desk.js";
import { kitOf } from "./offline_kit.js";
import { Line } from "./offline_line.js";
import { BLOCK, Numbers } from "./offline_numbers.js";
import { showLine } from "./offline_shown.js";
import { anyPrepared, forget, isPrepared, MustWait, OpenElsewhere, prepare, remember, unlock, unlockOf, WrongPassphrase } from "./offline_vault.js";
import { element, say } from "./offline_words.js";

const byId = (id) => document.getElementById(id);
let desk = null;

const line = new Line(() => (desk ? desk.show() : showLine(line.up)));
const api = new Api(line);

function gate(name) {
  byId("gate").hidden = name === null;
  for (const section of document.querySelectorAll("[data-gate]")) section.hidden = section.dataset.gate !== name;
}

function wrong(form, words) {
  const place = byId(`${form}-error`);
  place.textContent = words;
  place.hidden = !words;
}

async function door() {
  desk = null;
  showLine(line.up);
  for (const form of ["unlock", "prepare"]) wrong(form, "");
  if (line.user && !line.user.may) return gate("refused");
  if (line.user && !(await isPrepared(line.user.id))) {
    document.querySelector("[data-prepare-who]").textContent = `${line.user.name}, ${line.user.place}.`;
    return gate("prepare");
  }
  if (!line.user && !anyPrepared()) return gate("sign-in");
  byId("forgot").hidden = !line.user;
  byId("unlock-username").value = line.user?.username ?? "";
  byId("unlock-passphrase").value = "";
  gate("unlock");
  byId(line.user ? "unlock-passphrase" : "unlock-username").focus();
}

async function enter(opened) {
  desk = new Desk(opened, api, () => line.ask().then(door));
  gate(null);
  await desk.open();
}

async function unlocking() {
  const button = document.querySelector("#unlock button");
  button.disabled = true;
  try {
    const opened = await unlock(byId("unlock-username").value, byId("unlock-passphrase").value);
    byId("unlock-passphrase").value = "";
    wrong("unlock", "");
    await enter(opened);
  } catch (error) {
    byId("unlock-passphrase").value = "";
    if (error instanceof OpenElsewhere) return gate("elsewhere");
    if (error instanceof MustWait) wrong("unlock", say("unlock.wait", { seconds: Math.ceil((error.until - Date.now()) / 1000) }));
    else if (error instanceof WrongPassphrase) wrong("unlock", say("unlock.wrong"));
    else throw error;
    byId("unlock-passphrase").focus();
  } finally {
    button.disabled = false;
  }
}

// Only who is signed in may give up what is theirs, and only theirs.
async function forgetting() {
  if (!line.user || !confirm(say("forgot.sure", { name: line.user.name }))) return;
  await forget(line.user.id);
  await door();
}

function preparingIsWrong() {
  const [passphrase, again] = [byId("prepare-passphrase").value, byId("prepare-again").value];
  if (!byId("prepare-label").value.trim()) return ["prepare-label", say("prepare.label")];
  const how = strength(passphrase);
  if (how === "short") return ["prepare-passphrase", say("passphrase.short")];
  if (how === "weak") return ["prepare-passphrase", say("passphrase.weak")];
  if (passphrase !== again) return ["prepare-again", say("passphrase.different")];
  if (!byId("prepare-understood").checked) return ["prepare-understood", say("prepare.understand")];
  return null;
}

async function preparing() {
  const broken = preparingIsWrong();
  wrong("prepare", broken?.[1] ?? "");
  if (broken) return byId(broken[0]).focus();
  const { user } = line;
  const button = document.querySelector("#prepare button");
  button.disabled = true;
  let opened = null;
  try {
    const publicKey = await prepare(user, byId("prepare-passphrase").value);
    opened = await unlockOf(user.id, byId("prepare-passphrase").value);
    await furnish(opened, user, publicKey);
    await remember(user);
    for (const name of ["passphrase", "again"]) byId(`prepare-${name}`).value = "";
    await enter(opened);
  } catch (error) {
    opened?.store.close();
    opened?.release();
    wrong("prepare", error instanceof NoLine ? say("prepare.no_line") : say("prepare.failed", { why: error.message }));
  } finally {
    button.disabled = false;
  }
}

// The laptop's name and key at the server, the kit, and the first numbers.
async function furnish({ store }, user, publicKey) {
  const label = byId("prepare-label").value.trim();
  const enrolled = await api.post("/laptops", { label, public_key: publicKey });
  const laptop = { kind: "laptop", laptop_id: enrolled.laptop_id, kid: enrolled.kid, label, user: { id: user.id, name: user.name, place: user.place } };
  const kit = kitOf(await api.get("/kit"), Date.now());
  await store.write([{ store: "things", id: "laptop", value: laptop }, { store: "things", id: "kit", value: kit }]);
  await new Numbers(store, []).add(await api.post(`/laptops/${laptop.laptop_id}/blocks`, { count: BLOCK }), Date.now());
}

// A new build is offered, never forced upon somebody who is typing; what is typed is kept anyway.
async function serviceWorker() {
  const language = await caches.open("acogida-offline-language");
  await language.put("/language", new Response(document.documentElement.lang));
  const registration = await navigator.serviceWorker.register("/register/offline/worker.js", { scope: "/register/offline", updateViaCache: "none" });
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    const button = element("button", { type: "button", class: "govuk-button govuk-button--secondary" }, say("update.now"));
    button.addEventListener("click", async () => {
      await desk?.save();
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("take over");
    });
    byId("said").replaceChildren(element("p", { class: "ac-note" }, say("update.there"), " ", button));
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
}

async function start() {
  const able = crypto.subtle && navigator.locks && indexedDB.databases && navigator.serviceWorker && "caches" in window;
  if (!able) return gate("unable");
  for (const form of ["unlock", "prepare"]) byId(form).addEventListener("submit", (event) => event.preventDefault());
  byId("unlock").addEventListener("submit", unlocking);
  byId("forget").addEventListener("click", forgetting);
  byId("prepare").addEventListener("submit", preparing);
  byId("prepare-passphrase").addEventListener("input", (event) => {
    byId("prepare-strength").textContent = event.target.value ? say(`strength.${strength(event.target.value)}`, { left: Math.max(0, SHORTEST - [...event.target.value].length) }) : "";
  });
  // Signed in, in another window or after a while: ask again, as long as nothing is open.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && !desk) line.ask().then((up) => !desk && up && !byId("prepare-passphrase").value && door());
  });
  await line.ask();
  await door();
  if (line.user?.may || anyPrepared()) await serviceWorker();
}

start();
