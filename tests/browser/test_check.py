"""Checking a document: anybody, on a phone, without signing in; and without a script."""

import pytest

from tests.browser.serving import NARROW, Served
from tests.journeys.road import ALONE, Road

pytestmark = pytest.mark.browser


async def _registered(served: Served) -> str:
    road = Road(served.site)
    await road.register(ALONE)
    return str((await road.claims("border_liaison_officer"))[0]["document"]["number"])


async def test_a_number_as_it_is_printed_is_valid_and_says_nothing_else(served: Served) -> None:
    number = await _registered(served)
    async with served.visitor(width=NARROW) as anybody:
        await anybody.open("/verify")
        await anybody.enter({"number": f"{number[:4]} {number[4:8]} {number[8:]}"})
        await anybody.press("Comprobar")
        await anybody.reads("Documento válido", "Puede trabajar", "Y. B. G. M.")
        await anybody.lacks("Yorlenis")
        await anybody.lacks("Venezuela")


async def test_a_slip_of_the_finger_is_not_valid_and_half_a_number_is_told_so(served: Served) -> None:
    number = await _registered(served)
    async with served.visitor(width=NARROW, language="en") as anybody:
        await anybody.open("/verify")
        await anybody.enter({"number": f"{number[:-1]}{(int(number[-1]) + 1) % 10}"})
        await anybody.press("Check")
        await anybody.reads("This document is not valid", "with one digit different", f"{number[8:-1]}")
        await anybody.follow("Check another")
        await anybody.press("Check")
        await anybody.reads("Type the number of the document")
        await anybody.enter({"number": number[:6]})
        await anybody.press("Check")
        await anybody.reads("There is something to correct")
