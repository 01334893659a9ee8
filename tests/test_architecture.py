"""What import-linter cannot say: a room is entered by its `public` door, and rules know nothing but values."""

from pathlib import Path

import grimp
import pytest

ROOMS = frozenset(
    {
        "procedure", "audit", "identity", "overrides", "people", "notices", "cases", "referrals", "intake", "documents", "scheduling",
        "interviews", "assessments", "decisions", "remedies", "quality", "statistics", "coi", "representation", "best_interests",
    }
)  # fmt: skip
IMPURE = ("sqlalchemy", "asyncpg", "fastapi", "starlette", "pgqueuer", "app.core.database", "app.settings")
STATEFUL = (".models", ".queries", ".actions", ".policies")
# Pure although not named `rules`: papers draw what they are given, numbers and references are arithmetic.
PURE = ("app.documents.papers", "app.documents.numbers", "app.cases.references")

APP = Path(__file__).parents[1] / "app"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("app", include_external_packages=True, cache_dir=None)


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "app" and parts[1] in ROOMS else None


def doors_missed(graph: grimp.ImportGraph) -> list[str]:
    """Imports that enter a room other than by its public module."""
    return sorted(
        f"{importer} imports {imported}"
        for imported in graph.modules
        if (room := room_of(imported)) is not None and not is_door(imported)
        for importer in graph.find_modules_that_directly_import(imported)
        if room_of(importer) != room
    )


def is_door(module: str) -> bool:
    return f"{module}.".startswith(f"app.{room_of(module)}.public.")


def is_rules(module: str) -> bool:
    return ".rules." in f"{module}."


def test_a_room_is_entered_by_its_public_door(graph: grimp.ImportGraph) -> None:
    assert doors_missed(graph) == []


def test_the_check_of_doors_sees_a_way_round() -> None:
    made_up = grimp.ImportGraph()
    for module in ("app", "app.cases", "app.cases.models", "app.decisions", "app.decisions.actions"):
        made_up.add_module(module)
    made_up.add_import(importer="app.decisions.actions", imported="app.cases.models")
    assert doors_missed(made_up) == ["app.decisions.actions imports app.cases.models"]


def test_papers_and_numbers_reach_no_database_and_no_request(graph: grimp.ImportGraph) -> None:
    for module in (name for name in graph.modules if name.startswith(PURE)):
        assert [name for name in graph.find_upstream_modules(module) if name.startswith(IMPURE)] == [], module


def test_rules_name_no_database_and_no_request(graph: grimp.ImportGraph) -> None:
    """They may name another room's values by its public door, behind which there is a database."""
    seen = [module for module in graph.modules if is_rules(module)]
    assert seen
    for module in seen:
        named = graph.find_modules_directly_imported_by(module)
        wrong = [name for name in named if name.startswith(IMPURE) or name.endswith(STATEFUL)]
        assert wrong == [], module


def test_access_tokens_are_read_and_written_in_one_module(graph: grimp.ImportGraph) -> None:
    if "jose" in graph.modules:
        assert len(graph.find_modules_that_directly_import("jose")) == 1


def test_no_module_is_hidden_by_a_package_of_its_name() -> None:
    """Python would read the package and nobody the file: it would be dead, and look alive."""
    hidden = [path for path in APP.rglob("*.py") if (path.with_suffix("") / "__init__.py").exists()]
    assert hidden == []
