"""`python -m bench.importing [ROWS]`: a caseload from another registry, looked at and written, in rows a second.

Makes the file itself: an XLSX of an invented registry, a third of it families of three, at every open stage, with papers and
dates; one row in five hundred is broken. A database of its own, thrown away afterwards; row-level security on; no part left out
that the product does. The budget: 100,000 rows in under ten minutes on two cores (`make bench` runs 5,000).
"""

import asyncio
import io
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from openpyxl import Workbook  # type: ignore[import-untyped]
from rich.console import Console
from sqlalchemy import text

from app.cli import DEMONSTRATION_VALUES, upgrade
from app.core.actor import SYSTEM, Actor
from app.core.database import Database, Session
from app.core.embedded import throwaway
from app.identity import public as identity
from app.intake import public as intake
from app.settings import settings
from app.workflows import import_caseload

BUDGET = 100_000 / 600
HEADERS = (
    "ID persona", "Expediente", "Nombres", "Apellidos", "Nacimiento", "Sexo", "Nacionalidad", "Parentesco",
    "Presentación", "Estado", "Desde", "Resultado", "Oficina", "Oficial", "Próxima cita", "Carné", "Pasaporte", "Teléfono",
)  # fmt: skip
STATES = (
    "Registrado",
    "Por entrevistar",
    "Por entrevistar",
    "En análisis",
    "En comisión",
    "Notificado",
    "Cerrado",
)
GIVEN = ("Yorlenis", "Darwin", "Sara", "Jhoan", "Keyla", "Rosa", "Wilmer", "Nohemí", "Óscar", "Belkis")
FAMILY = (
    "Guédez",
    "Marcano",
    "Mejía",
    "Portillo",
    "Pereira",
    "Ñurinda",
    "Zeledón",
    "Aráuz",
    "Obando",
    "Picado",
)


def main() -> None:
    """Measure, and print."""
    os.environ.setdefault("ACOGIDA_PROFILE_OVERRIDES", str(DEMONSTRATION_VALUES / "cri-demonstration.toml"))
    os.environ.setdefault("ACOGIDA_LOG_LEVEL", "error")
    settings.cache_clear()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    console = Console(width=120)
    content = workbook(wanted)
    console.print(f"a workbook of {wanted:,} rows, {len(content) / 1e6:.1f} MB")
    with throwaway() as url:
        upgrade(url)
        asyncio.run(_measure(url, content, wanted, console))


def workbook(rows: int) -> bytes:
    """An invented registry."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Casos")
    sheet.append(HEADERS)
    for row in _rows(rows):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _rows(rows: int) -> Iterator[list[object]]:
    chance, number, case = random.Random(7), 0, 0  # noqa: S311
    while number < rows:
        case += 1
        members = 3 if chance.random() < 0.2 else 1
        filed = date(2023, 1, 2) + timedelta(days=chance.randrange(1300))
        state = chance.choice(STATES)
        for place in range(members):
            number += 1
            if number > rows:
                return
            broken = number % 500 == 0
            yield [
                f"P{number:07}", f"EXP-{case:06}/{filed.year}",
                f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}", f"{chance.choice(FAMILY)} {chance.choice(FAMILY)}",
                "31/02/1980" if broken else f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{1950 + chance.randrange(50)}",
                chance.choice("FM"), chance.choice(("Nicaragua", "Venezuela", "Cuba", "El Salvador")),
                "Titular" if place == 0 else "Otro", filed.strftime("%d/%m/%Y"), state,
                (filed + timedelta(days=20)).strftime("%d/%m/%Y") if chance.random() < 0.8 else "",
                "Reconocido" if state == "Cerrado" else "", "Medida", "", "", "",
                f"N{number:08}" if chance.random() < 0.7 else "", "",
            ]  # fmt: skip


async def _measure(url: str, content: bytes, wanted: int, console: Console) -> None:
    app = Database.connect(url, role=settings().database_app_role, pool_size=2)
    worker = Database.connect(url, role=settings().database_worker_role, pool_size=2)
    async with worker.writing(SYSTEM) as db:
        office = await identity.open_office(db, code="medida", name="Medida")
        uploads = await _hire(db, "supervisor", office)
        starts = await _hire(db, "administrator", None)
    async with app.writing(starts) as db:
        map_id = await intake.bulk.map_named(db, db.actor, "ejemplo")
        import_id = await intake.bulk.upload(
            db, db.actor, file_name="medida.xlsx", content=content, map_id=map_id
        )
    began = time.perf_counter()
    await import_caseload.look(worker, import_id)
    looked = time.perf_counter()
    async with app.writing(uploads) as db:
        await intake.bulk.start(db, db.actor, import_id, reasons="Se mide la importación")
    await import_caseload.write(worker, import_id)
    ended = time.perf_counter()
    async with app.reading(uploads) as db:
        view = await intake.bulk.one(db, import_id)
        size = await db.scalar(text("select count(*) from cases"))
    rate = wanted / (ended - began)
    console.print(f"{view.state}: {dict(view.counts)}; {size:,} cases")
    console.print(f"looked at in {looked - began:.1f} s ({wanted / (looked - began):,.0f} rows/s)")
    console.print(f"written in {ended - looked:.1f} s ({wanted / (ended - looked):,.0f} rows/s)")
    said = "within" if rate >= BUDGET else "[red]over[/red]"
    console.print(
        f"together {rate:,.0f} rows/s: 100,000 rows in {100_000 / rate / 60:.1f} min, {said} the budget of 10"
    )
    await app.close()
    await worker.close()


async def _hire(db: Session, role: str, office: UUID | None) -> Actor:
    user = await identity.add_user(db, username=f"medida.{role}", name=f"Medida {role}", password_hash="!")  # noqa: S106
    grant = await identity.grant_role(db, user, role, office_id=office)
    await db.flush()
    actor = await identity.actor_by_grant(db, grant, user)
    if actor is None:
        raise SystemExit(f"nobody to act: {role} {datetime.now(tz=UTC)}")
    return actor


if __name__ == "__main__":
    main()
