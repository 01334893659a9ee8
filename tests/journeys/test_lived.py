"""Journeys that lawyers wrote for the procedure alone, lived in the product: the same file, the same stages, the same limits."""

from pathlib import Path

import pytest

from tests.journeys.lived import lived
from tests.site import Site

JOURNEYS = Path(__file__).parents[1] / "procedure" / "journeys"
# The shortest for every run; all of them where a run may take its time.
QUICK = ["costa-rica-familia-que-se-divide"]
LONG = [
    "costa-rica-devuelta-dos-veces",
    "costa-rica-exclusion",
    "costa-rica-abandono-reapertura",
    "costa-rica-recurso-tardio",
    "costa-rica-inadmisible-recurrida",
    "costa-rica-recurso-desistido",
    "costa-rica-nina-sola",
    "costa-rica-voto-disidente",
    "costa-rica-notificacion-fallida",
    "costa-rica-cesacion-revocada",
]


@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in LONG)])
async def test_the_product_lives_what_the_scenario_says(site: Site, name: str) -> None:
    life = await lived(site, JOURNEYS / f"{name}.txt")
    assert life.road.reference
