"""What import-linter cannot say: a room is entered by its `public` door, and rules know nothing but values."""

import grimp
import pytest

ROOMS = frozenset(
    {
        "procedure", "audit", "identity", "notices", "people", "cases", "intake", "documents", "scheduling",
        "interviews", "assessments", "decisions", "remedies", "quality", "statistics",
    }
)  # fmt: skip
IMPURE = ("sqlalchemy", "asyncpg", "fastapi", "starlette", "pgqueuer", "app.core.database", "app.settings")
# Pure although not named `rules`: papers draw what they are given, numbers and references are arithmetic.
PURE = ("app.documents.papers", "app.documents.numbers", "app.cases.references")


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


def is_pure_by_name(module: str) -> bool:
    return ".rules." in f"{module}." or module.startswith(PURE)


def test_a_room_is_entered_by_its_public_door(graph: grimp.ImportGraph) -> None:
    assert doors_missed(graph) == []


def test_the_check_of_doors_sees_a_way_round() -> None:
    made_up = grimp.ImportGraph()
    for module in ("app", "app.cases", "app.cases.models", "app.decisions", "app.decisions.actions"):
        made_up.add_module(module)
    made_up.add_import(importer="app.decisions.actions", imported="app.cases.models")
    assert doors_missed(made_up) == ["app.decisions.actions imports app.cases.models"]


def test_rules_papers_and_numbers_know_no_database_and_no_request(graph: grimp.ImportGraph) -> None:
    for module in filter(is_pure_by_name, graph.modules):
        reached = graph.find_upstream_modules(module)
        assert [name for name in reached if name.startswith(IMPURE)] == [], module


def test_access_tokens_are_read_and_written_in_one_module(graph: grimp.ImportGraph) -> None:
    if "jose" in graph.modules:
        assert len(graph.find_modules_that_directly_import("jose")) == 1
