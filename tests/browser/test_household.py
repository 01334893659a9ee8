"""The main job in a browser: a family from the border to a final decision, everybody at their own screen."""

from datetime import datetime, timedelta

import pytest

from tests.assessing import CATEGORIES, FACT, REASONS, REJECTING, complete_checklist
from tests.browser.serving import Served, Visitor
from tests.browser.test_interview import sign_by_hand
from tests.journeys.road import Road
from tests.site import Site

# Its steps are taken over the interface and page by page in the fast run, too.
pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICER = "eligibility_officer"
WHO = "Yorlenis Beatriz Guédez Marcano"
GROUNDS = "La Comisión no valoró la información del país citada en el análisis."


async def test_a_family_from_the_border_to_a_final_decision(served: Served) -> None:
    road = Road(served.site)
    number = await _registered_at_the_border(served, road)
    await _taken_over_admitted_and_assigned(served, road)
    await _heard(served, road)
    await _assessed_returned_and_endorsed(served, road)
    await _decided_by_the_commission(served, road)
    await _served_and_appealed(served, road)
    await _checked_by_an_employer(served, number)
    await _overturned_by_the_tribunal(served, road)
    claims = await road.claims()
    assert [c["outcome"] for c in claims] == ["recognised_convention", "recognised_derivative"]


def _row(n: int, given: str, family: str, born: str, sex: str, relation: str) -> dict[str, str]:
    year, month, day = born.split("-")
    fields = {
        "given_names": given,
        "family_names": family,
        "birth-year": year,
        "birth-month": month,
        "birth-day": day,
        "sex": sex,
        "nationality": "VEN",
        "relation": relation,
    }
    return {f"people-{n}-{name}": value for name, value in fields.items()}


async def _registered_at_the_border(served: Served, road: Road) -> str:
    """Two people, a document each. Returns the first one's number."""
    async with served.person("border_liaison_officer") as person:
        await person.follow("Registrar un hogar")
        await person.enter(_row(0, "Yorlenis Beatriz", "Guédez Marcano", "1991-03-14", "female", "principal"))
        await person.follow("Agregar persona")
        await person.enter(_row(1, "Sara Valentina", "Pereira Guédez", "2014-06-01", "female", "child"))
        await person.enter({"phone": "+506 6000 0142", "circumstances": "Dice que la amenazaron."})
        await person.page.locator('[name="slot"]').first.check()
        await person.press("Registrar e imprimir")
        await person.reads("Registro completo.", "Documentos para entregar", WHO)
        road.reference = person.page.url.rpartition("/")[2].partition("?")[0]
    document = (await road.claims("border_liaison_officer"))[0]["document"]
    assert document["may_work"]
    return str(document["number"])


async def _taken_over_admitted_and_assigned(served: Served, road: Road) -> None:
    async with served.person("registration_officer") as person:
        await person.follow(WHO)
        await person.follow("Recibir el expediente")
        await person.reads("Peñas Blancas deja de verlo.")
        await person.press("Recibir el expediente")
        await person.reads("La oficina recibió el expediente.")
        await person.follow("Admitir a trámite")
        await person.press("Admitir a trámite")
        await person.reads("Solicitud admitida")
    async with served.person("supervisor") as person:
        await person.follow(WHO)
        await person.follow("Asignar")
        await person.choose("Eligibility Officer")
        await person.press("Asignar")
        await person.reads("Expediente asignado.")


async def _heard(served: Served, road: Road) -> None:
    booked = (await road.get(OFFICER, f"{road.case}/appointments"))[0]
    served.world.clock.set(datetime.fromisoformat(booked["starts_at"]))
    async with served.person(OFFICER) as person:
        await person.reads("Mis entrevistas de hoy")
        await person.follow(WHO)
        await person.follow("Iniciar la entrevista")
        await person.press("Iniciar la entrevista")
        await _asked(person, served.site)
        await _read_back_and_signed(person)
        await person.fill("Texto de la adenda", "La primera amenaza fue en marzo.")
        await person.press("Agregar adenda")
        await person.reads("La primera amenaza fue en marzo.")


async def _asked(person: Visitor, site: Site) -> None:
    await person.enter({"question": "¿Por qué salió?", "answer": "Me amenazaron por denunciar."})
    await person.press("Siguiente")
    await person.press("Pausa")
    await person.reads("La entrevista está en pausa.")
    site.world.clock.advance(timedelta(minutes=10))
    await person.press("Reanudar")
    await person.press("Terminar las preguntas y leer el acta")


async def _read_back_and_signed(person: Visitor) -> None:
    await person.press("Leída y conforme")
    for signed in range(2):
        await sign_by_hand(person)
        await person.reads("Íntegra" if signed else "firmado")


async def _assessed_returned_and_endorsed(served: Served, road: Road) -> None:
    async with served.person(OFFICER) as person:
        await person.follow(WHO)
        await person.follow("Evaluación", within=".moj-sub-navigation")
        await person.press("Empezar el análisis")
        await person.enter(_analysis())
        await person.press("Guardar y comprobar")
        await person.reads("Está completo")
        await person.press("Enviar a revisión")
    async with served.person("supervisor") as person:
        await _reviewing(person, road)
        await person.fill("Comentario", "Falta explicar el beneficio de la duda.")
        await person.press("Devolver con el comentario")
    async with served.person(OFFICER) as person:
        await person.open(f"{road.case}/assessment")
        await person.follow("Seguir con el borrador")
        await person.reads("Falta explicar el beneficio de la duda.")
        await person.press("Enviar a revisión")
    async with served.person("supervisor") as person:
        await _reviewing(person, road)
        await person.enter({f"checklist.{code}": answer for code, answer in complete_checklist().items()})
        await person.press("Avalar")
    assert await road.stage() == "awaiting_decision"


async def _reviewing(person: Visitor, road: Road) -> None:
    await person.open(f"{road.case}/assessment")
    await person.follow("Revisar este análisis")


def _analysis() -> dict[str, str | list[str]]:
    typed: dict[str, str | list[str]] = {
        "summary": "Pide protección porque la amenazaron.",
        "fact-statement": str(FACT["statement"]),
        "fact-finding": "accepted",
        "fact-finding-reason": REASONS,
        "fact-indicators": ["detail"],
        "fact-source": "Nota de país inventada, párr. 3",
        "result-0-outcome": "rejected",
        "result-0-reasons": REASONS,
        "result-0-categories": list(CATEGORIES),
    }
    typed.update({f"result-0-explain-{code}": said for code, said in CATEGORIES.items()})
    for name, answer in REJECTING.items():
        typed[f"issue-{name}"] = str(answer["conclusion"])
        if "reasons" in answer:
            typed[f"issue-{name}-reasons"] = str(answer["reasons"])
        typed |= {f"issue-{name}-part-{key}": str(said) for key, said in answer.get("parts", {}).items()}
    return typed


async def _decided_by_the_commission(served: Served, road: Road) -> None:
    road.at("2026-11-24T09:00")
    async with served.person("commission_secretary") as secretary:
        sitting = await _convened(secretary, road)
        for n in range(3):
            async with served.person(f"commission_member_{n}") as member:
                await member.open(sitting)
                await member.enter({"choice": "for"})
                await member.press("Firmar mi voto")
                await member.reads("Su voto quedó registrado.")
        await secretary.open(sitting)
        await secretary.press("Cerrar votación")
        await secretary.reads("falta firmar")
        async with served.person("commission_member_0") as presiding:
            await presiding.open(sitting)
            await presiding.follow("Leer y firmar")
            await presiding.press("Firmar la resolución")
            await presiding.reads("Resolución firmada.")
        await secretary.open(f"{sitting}/closing")
        await secretary.press("Cerrar la sesión")
        await secretary.reads("Acta (PDF)")


async def _convened(secretary: Visitor, road: Road) -> str:
    await secretary.open("/sittings")
    await secretary.enter({"starts_at-day": "24", "starts_at-month": "11", "starts_at-year": "2026"})
    await secretary.enter({"starts_at-time": "10:00"})
    members = [road.user(f"commission_member_{n}") for n in range(3)]
    await secretary.enter({"members": members, "presiding": members[0]})
    await secretary.press("Convocar")
    sitting = secretary.page.url.partition("?")[0]
    await secretary.follow("Armar el orden del día")
    await secretary.enter({"cases": road.reference})
    await secretary.press("Agregar al orden del día")
    await secretary.follow("Volver a la sesión")
    await secretary.enter({"present": members})
    await secretary.press("Abrir la sesión")
    await secretary.reads("Hay quórum")
    return sitting


async def _served_and_appealed(served: Served, road: Road) -> None:
    road.at("2026-11-27T10:00")
    await road.represented()
    async with served.person("registration_officer") as person:
        await _served(person, road)
        # Tuesday is a holiday: Monday, Wednesday and Thursday are the three working days.
        await person.reads("jue 3 dic 2026")
    road.at("2026-12-02T15:00")
    async with served.person("legal_representative") as person:
        await person.follow(WHO)
        await person.open(f"{road.case}/remedy")
        await person.choose("Apelación")
        await person.fill("Motivos", GROUNDS)
        await person.press("Presentar el recurso")
        await person.reads(GROUNDS)
    assert await road.stage() == "under_remedy"


async def _served(person: Visitor, road: Road) -> None:
    newest = max(await road.get("supervisor", f"{road.case}/decisions"), key=lambda one: one["signed_at"])
    await person.open(f"/decisions/{newest['id']}/service")
    await person.enter({"channel": "in_person", "result": "delivered", "served_as": "self"})
    await person.enter({"served_to": "La solicitante", "proof": "Acta firmada"})
    await person.press("Registrar la notificación")
    await person.reads("Notificación registrada.")


async def _checked_by_an_employer(served: Served, number: str) -> None:
    """The appeal is pending: the document is still good."""
    async with served.visitor(width=360) as anybody:
        await anybody.open("/verify")
        await anybody.page.locator('[name="number"]').fill(f"{number[:4]} {number[4:8]} {number[8:]}")
        await anybody.press("Comprobar")
        await anybody.reads("Documento válido", "Puede trabajar")


async def _overturned_by_the_tribunal(served: Served, road: Road) -> None:
    road.at("2027-01-12T09:00")
    principal = (await road.claims())[0]["id"]
    async with served.person("appeals_judge") as judge:
        await judge.open("/tribunal")
        await judge.follow("Resolver", within=f"tr:has-text('{road.reference}')")
        await judge.reads(GROUNDS)
        await judge.enter({"result": "overturned", "reasons": "El hecho central quedó acreditado."})
        await judge.enter({"reversal_grounds": ["facts"]})
        await judge.enter({f"outcome-{principal}": "recognised_convention"})
        await judge.enter({f"grounds-{principal}": "political_opinion"})
        await judge.press("Firmar y resolver")
    road.at("2027-01-14T09:00")
    async with served.person("appeals_clerk") as clerk:
        await clerk.open("/tribunal")
        await clerk.follow("Notificar", within=f"tr:has-text('{road.reference}')")
        await _served(clerk, road)
    async with served.person("supervisor") as supervisor:
        await supervisor.open(road.case)
        await supervisor.reads("Firme")
