"""At which instance a decision was taken, in the words of the country's own remedies."""

import pytest

from app.procedure import public as procedure
from app.workflows.words_on_paper import instance


@pytest.mark.parametrize(
    ("country", "body", "words"),
    [
        ("CRI", "tribunal", "Recurso de apelación"),
        ("MEX", "superior", "Recurso de revisión"),
        ("PAN", "conare", "Recurso de reconsideración ante la CONARE"),
        ("GTM", "amn", "Recurso ante la AMN"),
        ("HND", "reconsideration", "Recurso de reposición"),
    ],
)
def test_a_judgment_names_the_countrys_own_remedy(country: str, body: str, words: str) -> None:
    profile = procedure.load(country)
    assert instance("appeal", body, profile, "es") == words
    assert instance("first", body, profile, "es") == "Primera instancia"
