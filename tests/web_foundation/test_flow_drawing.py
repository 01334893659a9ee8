"""The drawing of flows: as broad as many went, on the sheet, no stage above one that leads to it."""

import re
from xml.etree import ElementTree as ET

from app.web.plot_values import Flow, Plot, Post
from app.web.plots import file, picture

PLACES = (
    ("", "Ingreso"),
    ("a", "Registrada"),
    ("b", "Análisis de elegibilidad"),
    ("c", "Firme"),
    ("d", "Desistida"),
)
FLOWS = (
    Flow("", "a", 100, "Ingreso → Registrada: 100", "/cases?row=&row=a"),
    Flow("a", "b", 70, "Registrada → Análisis: 70"),
    Flow("b", "c", 60, "Análisis → Firme: 60"),
    Flow("a", "d", 20, "Registrada → Desistida: 20"),
    Flow("a", "c", 10, "Registrada → Firme: 10"),
    Flow("c", "b", 5, "Firme → Análisis: 5"),
)
PLOT = Plot("flow", "De etapa a etapa", "Cien ingresaron.", places=PLACES, flows=FLOWS)


def bars(svg: str) -> dict[str, tuple[float, float, float]]:
    """Each stage's left end, height on the sheet, and breadth, by its words."""
    found = re.findall(
        r'class="c-node" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"[^>]*/><text [^>]*>([^<]+)<', svg
    )
    return {words: (float(x), float(y), float(broad)) for x, y, broad, words in found}


def test_breadth_is_proportional_and_every_stage_lies_below_what_leads_to_it() -> None:
    for width in (720, 340):
        placed = bars(str(picture(PLOT, width=width)))
        assert len(placed) == 5
        (_, top, whole), (_, first, registered) = placed["Ingreso"], placed["Registrada"]
        final = placed["Firme"]
        assert whole == registered
        assert round(final[2] / whole, 2) == 0.7
        assert top < first < final[1]
        assert all(x >= 0 and x + broad <= width for x, _, broad in placed.values())


def test_who_goes_back_is_drawn_at_the_side_and_not_as_a_stream() -> None:
    svg = str(picture(PLOT))
    assert svg.count('class="c-flow c-hit"') == 5
    assert svg.count('class="c-back"') == 1
    assert 'data-href="/cases?row=&amp;row=a"' in svg


def test_a_file_is_well_formed_and_bears_no_address_of_the_house() -> None:
    posts = (
        Post("Peñas <Blancas>", "Liberia", "terrestre", 12, "12 / 3", 3, "/metrics"),
        Post("Caldera", "San José", "marítimo", 0, "0"),
    )
    schema = Plot("posts", "Por puesto", "Dos puestos.", posts=posts, keys=("personas", "sin entrar"))
    for plot in (PLOT, schema):
        svg = file(plot)
        ET.fromstring(svg)  # noqa: S314 - our own
        assert "data-href" not in svg
