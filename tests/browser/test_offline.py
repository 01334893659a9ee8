"""The page that registers with the line down: whatever is cut, killed, shared or sent twice, nothing is lost and nothing doubled."""

import re
from datetime import date, timedelta

import pytest
from playwright.async_api import Request, Route, expect

from app.overrides.public import procedure_in_force
from app.web.pages import offline
from tests.browser.laptop import (
    OFFICER,
    PASSPHRASE,
    Laptop,
    a_name,
    laptop_on,
    line_to,
    registered,
    rows,
    someone,
    until,
)
from tests.browser.serving import Served, Visitor
from tests.world import adult

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHOTO = (
    "from offline_photos o join offline_items i on i.id = o.item_id join claims c on c.case_id = i.case_id"
    " join persons p on p.id = c.person_id where c.basis = 'principal' and p.family_names = :f"
)
OTHER_PHRASE = "otra frase larga y distinta"


async def test_a_household_typed_with_the_line_down_arrives_once_with_its_papers_and_photo(
    served: Served,
) -> None:
    family, later = a_name(), a_name()
    async with line_to(served) as line, laptop_on(served, line) as laptop:
        sent: list[Request] = []

        def note(request: Request) -> None:
            sent.append(request)

        laptop.context.on("request", note)
        await laptop.sign_in()
        await laptop.prepare()
        async with served.world.reading(OFFICER) as db:
            edition = (await procedure_in_force(db)).version
        await line.cut()
        # Killed in the middle of typing: the draft is there again, from the laptop alone.
        await laptop.types(someone(family), someone(family, "2014", "child"))
        await laptop.page.locator("#more > summary").click()
        await laptop.page.locator('[name="people-0-languages"]').fill("Español, Criollo Haitiano")
        await laptop.photograph(0)
        await laptop.shows("Guardado cifrado")
        await laptop.page.wait_for_timeout(1000)
        await laptop.another_tab()
        await laptop.open()
        await laptop.shows("Sin conexión", "0 en espera", "Sigue el borrador", "Quedan 100 números")
        await expect(laptop.page.locator('[name="people-1-family_names"]')).to_have_value(family)
        numbers = await laptop.registers()
        assert len(numbers) == 2
        assert all(number.startswith("1862") and len(number) == 12 for number in numbers)
        assert await Visitor(laptop.page).violations() == []
        await laptop.part("register")
        await laptop.types(someone(later))
        await laptop.registers()
        await laptop.shows("2 en espera")

        # The answer is lost on the way, and the tab with it; then a photograph stops half way.
        await line.mend()
        line.swallow = True
        await laptop.part("outbox")
        await laptop.page.locator("#send-now").click()
        await laptop.comes_to("sending", "waiting")
        await until(lambda: registered(served, family), [family])
        await laptop.another_tab()
        line.swallow, line.pieces = False, 1
        await laptop.open(part="#outbox")
        await laptop.shows("falta enviar 1 foto")
        await until(
            lambda: rows(served, f"select 0 < received and received < size {PHOTO}", f=family), [(True,)]
        )
        line.pieces = None
        await laptop.sends()
        await laptop.comes_to("registered", "registered")
        await until(lambda: rows(served, f"select received = size {PHOTO}", f=family), [(True,)])
        await laptop.lacks("falta enviar")
        # Each got the first interview that was free, and who sent them reads when it is.
        booked = laptop.page.locator(
            "[data-outbox] tr", has_text=re.compile(r"Entrevista: \d+ \w+ \d{4}, \d\d:\d\d")
        )
        await expect(booked).to_have_count(2)
        await booked.last.locator("[data-act=papers]").click()
        await laptop.shows("Su entrevista es el")

    assert await registered(served, family, later) == [family, later]
    bodies = [
        request.post_data_json for request in sent if request.method == "PUT" and "/items/" in request.url
    ]
    assert {(body["edition"], body["appointment"]["language"]) for body in bodies if body} == {
        (edition, "es")
    }
    printed = await rows(served, "select number from provisional_documents where number = any(:n)", n=numbers)
    assert sorted(row[0] for row in printed) == sorted(numbers)
    # Written by their names, without a line to ask.
    spoken = "select languages from persons where family_names = :f order by birth_date"
    assert await rows(served, spoken, f=family) == [(["es", "ht"],), (["es"],)]
    photos = await rows(
        served,
        "select f.id from person_photos f join persons p on p.id = f.person_id where p.family_names = :f",
        f=family,
    )
    assert len(photos) == 1


async def test_a_shared_laptop_shows_nobody_what_is_anothers(served: Served) -> None:
    family = a_name()
    async with line_to(served) as line, laptop_on(served, line) as laptop:
        await laptop.sign_in()
        await laptop.prepare()
        await laptop.context.set_offline(True)
        await laptop.types(someone(family))
        await laptop.registers()
        await laptop.shows("1 en espera")
        await laptop.part("laptop")
        await laptop.page.locator("#lock").click()
        await expect(laptop.page.locator("#work")).to_be_hidden()
        assert family not in await laptop.page.content()

        # Somebody else, with a phrase of their own: none of it, not even how many.
        await laptop.context.set_offline(False)
        await laptop.sign_out()
        await laptop.sign_in("registration_officer")
        await laptop.prepare(OTHER_PHRASE)
        await laptop.shows("0 en espera")
        assert await laptop.states() == []
        await laptop.open("registration_officer", PASSPHRASE)
        await laptop.shows("El usuario o la frase no son los de este equipo.")
        for _attempt in range(3):
            await laptop.open(OFFICER, OTHER_PHRASE)
            await laptop.shows("El usuario o la frase no son los de este equipo.")
        await laptop.page.locator("#unlock-passphrase").fill(PASSPHRASE)
        await laptop.page.wait_for_timeout(1100)  # a second press within a second counts as the first
        await laptop.page.locator("#unlock-passphrase").press("Enter")
        await laptop.shows("Demasiados intentos.")
        assert family not in await laptop.page.content()
        stored = await laptop.page.evaluate(EVERYTHING_STORED)
        assert len(stored) > 2000
        assert family not in stored
        assert served.world.username(OFFICER) not in stored

        # Opened by whom it belongs to, while the other is signed in: kept, and not sent in the other's name.
        await laptop.page.wait_for_timeout(5000)
        await laptop.open(part="#outbox")
        await laptop.shows("La sesión abierta es de Registration Officer")
        await laptop.sends()
        await laptop.comes_to("waiting")
        assert await registered(served, family) == []
        await laptop.sign_out()
        await laptop.sends()
        await laptop.shows("Su sesión terminó.")
        await laptop.sign_in()
        await laptop.sends()
        await laptop.comes_to("registered")
    assert await registered(served, family) == [family]


async def test_a_queue_sent_from_two_laptops_out_of_order_and_again_arrives_once_and_in_order(
    served: Served,
) -> None:
    families = [a_name(), a_name(), a_name()]
    async with line_to(served) as line, laptop_on(served, line) as laptop:
        await laptop.sign_in()
        await laptop.prepare()
        await line.cut()
        for family in families:
            await laptop.part("register")
            await laptop.types(someone(family))
            await laptop.registers()
        await laptop.part("outbox")
        await laptop.page.locator("#export-passphrase").fill(OTHER_PHRASE)
        async with laptop.page.expect_download() as download:
            await laptop.page.get_by_role("button", name="Guardar en un archivo").click()
        file = await (await download.value).path()
        assert families[0].encode() not in file.read_bytes()

        await line.mend()
        async with laptop_on(served, line) as second:
            await second.sign_in()
            await second.prepare()
            # The first of the queue does not get through: the second has to wait for it, whatever is tried.
            sent = []
            second.page.on(
                "request", lambda request: sent.append(request) if request.method == "PUT" else None
            )
            await second.part("outbox")
            await second.page.locator("#import-file").set_input_files(file)
            await second.page.locator("#import-passphrase").fill(OTHER_PHRASE)
            await second.page.get_by_role("button", name="Traer del archivo").click()
            await second.comes_to("registered", "registered", "registered")
            items = [(r.url, r.post_data) for r in sent if "/items/" in r.url]
        async with served.site.pages(OFFICER) as pages:
            headers = {"Content-Type": "application/json"}
            for url, body in reversed(items):
                again = await pages.put(url[url.index("/api") :], content=body or "", headers=headers)
                assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
        await laptop.sends()
        await laptop.comes_to("registered", "registered", "registered")
    assert await registered(served, *families) == families


async def test_a_wrong_clock_is_said_and_both_times_are_kept_and_what_is_refused_can_be_corrected(
    served: Served,
) -> None:
    """The tests' clock is days away from the browser's."""
    family = a_name()
    async with line_to(served) as line, laptop_on(served, line) as laptop:
        await laptop.sign_in()
        await laptop.prepare()
        await laptop.shows("El reloj de este equipo va", "se guardan las dos horas")
        await line.cut()
        # Broken rules stand at their fields before anything is sent.
        await laptop.types(someone(family, "2200"))
        await laptop.page.get_by_role("button", name="Registrar e imprimir").click()
        await laptop.shows("Hay algo que corregir", "La fecha de nacimiento no puede ser futura.")
        assert await Visitor(laptop.page).violations() == []
        assert await Visitor(laptop.page).sideways() == 0
        await Visitor(laptop.page).enter({"people-0-birth-year": "1990"})
        await laptop.registers()
        await line.mend()
        await laptop.sends()
        await laptop.comes_to("registered")
        assert await Visitor(laptop.page).violations() == []
        assert await Visitor(laptop.page).sideways() == 0
    ((skew, typed, received, at),) = await rows(
        served,
        "select i.skew_seconds, i.typed_at, i.received_at, r.at from offline_items i"
        " join registrations r on r.case_id = i.case_id join claims c on c.case_id = i.case_id"
        " join persons p on p.id = c.person_id where p.family_names = :f",
        f=family,
    )
    assert abs(skew) > 86_400
    assert abs(typed - received) > timedelta(days=1)
    assert abs(at - received) < timedelta(hours=1)


async def test_what_the_server_will_not_take_comes_back_to_who_typed_it_and_a_clash_goes_to_a_person(
    served: Served,
) -> None:
    known, refused, unprinted = a_name(), a_name(), a_name()
    given = a_name()
    born = {"birth-year": "1990", "birth-month": "2", "birth-day": "3"}
    await served.world.register([adult(given, known, birth_date=date(1990, 2, 3))])
    async with line_to(served) as line, laptop_on(served, line) as laptop:
        await laptop.sign_in()
        # Two numbers and no more, however often it asks, so that they run out.
        await laptop.context.route("**/blocks", lambda route: route.abort())
        await laptop.context.route(
            "**/blocks", lambda route: route.continue_(post_data='{"count": 2}'), times=1
        )
        await laptop.prepare()
        await line.cut()
        await laptop.shows("Quedan 2 números para documentos. Conéctese pronto")
        await laptop.types(someone(known, given_names=given, **born))
        await laptop.registers()
        await laptop.part("register")
        await laptop.types(someone(refused))
        (number,) = await laptop.registers()
        await laptop.shows("No quedan números para documentos.")
        await laptop.part("register")
        await laptop.types(someone(unprinted))
        await laptop.page.get_by_role("button", name="Registrar e imprimir").click()
        await laptop.shows("Hacen falta 1 números para documentos y quedan 0.")
        assert await laptop.registers() == []
        await laptop.shows("Registrado sin documentos")

        async def refuse(route: Route) -> None:
            if refused not in (route.request.post_data or ""):
                return await route.continue_()
            fault = {"field": "persons.0.birth_date", "rule": "r", "message": "Revise esta fecha."}
            problem = {"title": "Hay datos por corregir.", "errors": [fault]}
            return await route.fulfill(status=422, json=problem, content_type="application/problem+json")

        await laptop.context.route("**/items/*", refuse)
        await line.mend()
        await laptop.sends()
        # The server has not seen the second: the third waits for it.
        await laptop.comes_to("clash", "refused", "held")
        await laptop.shows("Antes tiene que llegar el número 2 de este equipo.")
        decide = laptop.page.get_by_role("link", name="Ver y decidir")
        assert "/register/clashes/" in str(await decide.get_attribute("href"))
        await laptop.shows("2 registros necesitan que los mire")
        await laptop.context.unroute("**/items/*")
        await laptop.page.get_by_role("button", name="Corregir").click()
        await expect(laptop.page.locator("#people-0-birth")).to_have_attribute("aria-invalid", "true")
        await laptop.page.locator('[name="people-0-birth-year"]').fill("1989")
        # The paper keeps its number, and is printed again with what is right now.
        assert await laptop.registers() == [number]
        await laptop.comes_to("clash", "registered", "registered")

        await _a_new_build_is_taken_when_somebody_says_so(laptop)
        await laptop.open()
        await _locks_by_itself(laptop)
    assert await registered(served, known, refused, unprinted) == [known, refused, unprinted]


async def _a_new_build_is_taken_when_somebody_says_so(laptop: Laptop) -> None:
    keys = "caches.keys().then(keys => keys.sort().join())"
    before = await laptop.page.evaluate(keys)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offline, "_digest", lambda _request: "another")
        await laptop.page.evaluate("navigator.serviceWorker.ready.then(worker => worker.update())")
        await laptop.shows("Hay una versión nueva de esta página.")
        async with laptop.page.expect_navigation():
            await laptop.page.get_by_role("button", name="Actualizar").click()
    after = await laptop.page.evaluate(keys)
    assert after == "acogida-offline-another,acogida-offline-language"
    assert before != after


async def _locks_by_itself(laptop: Laptop) -> None:
    await expect(laptop.page.locator("#work")).to_be_visible()
    await laptop.page.clock.install()
    await laptop.page.locator('[name="people-0-given_names"]').press_sequentially("A")
    await laptop.page.clock.fast_forward("10:05")
    await expect(laptop.page.locator("#work")).to_be_hidden()
    await expect(laptop.page.locator("#unlock")).to_be_visible()
    # Without the phrase it cannot be opened, only given up and begun again.
    laptop.page.once("dialog", lambda dialog: dialog.accept())
    await laptop.page.get_by_text("Olvidé la frase").click()
    await laptop.page.get_by_role("button", name="Borrar lo mío de este equipo").click()
    await expect(laptop.page.locator("#prepare")).to_be_visible()


# All that is on the disk of the browser, as text: databases, caches and the rest.
EVERYTHING_STORED = """async () => {
  const seen = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    seen.push(name);
    const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of db.objectStoreNames) {
      const all = await new Promise((done) => { const asked = db.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result); });
      for (const row of all) seen.push(JSON.stringify(row), row.sealed ? new TextDecoder("latin1").decode(row.sealed) : "");
    }
    db.close();
  }
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const request of await cache.keys()) seen.push(request.url, await (await cache.match(request)).text());
  }
  return seen.join("\\n");
}"""
