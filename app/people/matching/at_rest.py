"""All persons at once: who may be registered twice, by Splink (its model of Fellegi & Sunter, trained by expectation maximisation).

Splink and DuckDB take seconds to import and are imported here, when they are needed, and nowhere else. Everything stays in memory:
names of asylum seekers are not written into a file beside the database. What is kept is the model, which holds probabilities alone.

Pairs come together by the keys of `keys.py` (two words and the birth year, the date, three words), a paper's number or a phone.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.people.matching.keys import resting_keys
from app.people.matching.score import phone_key
from app.people.matching.shapes import Description
from app.people.matching.words import called, letters, sound, words

if TYPE_CHECKING:
    from splink import Linker

SEED = 20261121
# Fewer people, or fewer who are plainly there twice, are too few to learn from: the shipped model, learned from invented people, serves.
FEWEST_TO_TRAIN, FEWEST_TWICE = 2000, 50
SAMPLED_PAIRS = 1e6
# Nothing is impossible because it was never seen.
LEAST = 0.001
UNSEEN = {"m_probability": 0.1, "u_probability": 0.1}
SHIPPED = Path(__file__).parent / "splink_model.json"
MEMORY = "2GB"
COLUMNS = {
    "unique_id": "varchar", "given_first": "varchar", "given": "varchar[]", "family_first": "varchar", "family": "varchar[]",
    "called": "varchar[]", "born": "varchar", "born_year": "integer", "unsure": "boolean", "sex": "varchar",
    "nationalities": "varchar[]", "papers": "varchar[]", "phone": "varchar", "lodging": "varchar", "keys": "integer[]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """Two people and how likely they are one, by Splink."""

    one: str
    other: str
    weight: float
    probability: float


def record(key: str, who: Description) -> tuple[Any, ...]:
    """One person as a row of `COLUMNS`; what is not known is null."""
    given, family = _sounds(who.given_names), _sounds(who.family_names)
    born, unsure = who.birth_date, who.birth_precision != "day"
    numbers = sorted({paper.number for paper in who.papers if paper.number})
    homes = (
        sorted({sound(other) for word in words(who.given_names) for other in called(word)}) if given else []
    )
    return (
        key, given[0] if given else None, given or None, family[0] if family else None, family or None, homes or None,
        f"{born:%Y%m%d}" if born else None, born.year if born else None, unsure,
        who.sex if who.sex in ("female", "male") else None, list(who.nationalities) or None, numbers or None,
        phone_key(who.phone) or None, letters(who.lodging or "") or None, resting_keys(who),
    )  # fmt: skip


def _sounds(names: str) -> list[str]:
    return [sound(word) for word in words(names)] if names.strip() else []


class Resting:
    """The people in an own DuckDB in memory, taken in page by page; then linked."""

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415 - see above

        self._connection = duckdb.connect(
            ":memory:", config={"threads": 2, "memory_limit": MEMORY, "temp_directory": ""}
        )
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        self._connection.execute(f"create table people ({columns})")
        self.count = 0

    def take(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add a page of rows that `record` made."""
        import pyarrow as pa  # noqa: PLC0415 - the same

        table = pa.table(
            {name: [row[n] for row in rows] for n, name in enumerate(COLUMNS)}, schema=_schema(pa)
        )
        self._connection.register("page", table)
        self._connection.execute("insert into people select * from page")
        self._connection.unregister("page")
        self.count += len(rows)

    def teaches(self) -> bool:
        """Are there enough people who are plainly there twice, with the same name and birth date, to learn from?"""
        twice = "select count(*) from (select 1 from people group by given, family, born having count(*) > 1)"
        ((found,),) = self._connection.execute(twice).fetchall()
        return self.count >= FEWEST_TO_TRAIN and found >= FEWEST_TWICE

    def train(self) -> dict[str, Any]:
        """Learn how often records of one person differ, from these people, with a fixed seed. Returns the model."""
        from splink import block_on  # noqa: PLC0415 - the same

        linker = self._linker(settings())
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("given", "family", "born"), block_on("phone", "given_first", "family_first")],
            recall=0.6,
        )
        training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
        for rule in (block_on("born"), block_on("given_first", "family_first")):
            training.estimate_parameters_using_expectation_maximisation(rule)
        return smoothed(linker.misc.save_model_to_json())

    def link(self, model: Mapping[str, Any], *, threshold: float) -> list[Linked]:
        """The pairs whose probability of being one person is at least `threshold`, the likeliest first."""
        chosen = dict(model) if self.count >= FEWEST_TO_TRAIN else _without_frequencies(model)
        found = self._linker(chosen).inference.predict(threshold_match_probability=threshold)
        rows = self._connection.execute(
            f"select unique_id_l, unique_id_r, match_weight, match_probability from {found.physical_name}"  # noqa: S608
            " order by match_weight desc, unique_id_l, unique_id_r"
        ).fetchall()
        return [Linked(*row) for row in rows]

    def _linker(self, chosen: Any) -> "Linker":
        from splink import DuckDBAPI, Linker  # noqa: PLC0415 - the same

        logging.getLogger("splink").setLevel(logging.ERROR)
        database = DuckDBAPI(connection=self._connection)
        return Linker(database.register("people"), chosen, log_level=logging.ERROR)

    def close(self) -> None:
        self._connection.close()


def smoothed(model: dict[str, Any]) -> dict[str, Any]:
    """No level without a probability, and no m that one case of the contrary would refute."""
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            for name, unseen in UNSEEN.items():
                level[name] = level.get(name) or unseen
            level["m_probability"] = max(level["m_probability"], LEAST)
    return model


def _without_frequencies(model: Mapping[str, Any]) -> dict[str, Any]:
    """Among a handful of people every name is common: there a name weighs what it weighs on average."""
    plain: dict[str, Any] = json.loads(json.dumps(model))
    for comparison in plain["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("tf_adjustment_column", None)
            level.pop("tf_adjustment_weight", None)
            level.pop("tf_minimum_u_value", None)
    return plain


def _schema(pa: Any) -> Any:
    kinds = {
        "varchar": pa.string(), "varchar[]": pa.list_(pa.string()), "integer": pa.int32(), "integer[]": pa.list_(pa.int32()),
        "boolean": pa.bool_(),
    }  # fmt: skip
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])


def settings() -> Any:
    """What is compared and what brings two records together."""
    from splink import SettingsCreator, block_on  # noqa: PLC0415 - the same

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=COMPARISONS,
        blocking_rules_to_generate_predictions=[
            block_on("keys", arrays_to_explode=["keys"]),
            block_on("papers", arrays_to_explode=["papers"]),
            block_on("phone"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        linker_uid="acogida",
    )


def _level(condition: str, words_: str, **more: Any) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": words_, **more}


def _null(condition: str) -> dict[str, Any]:
    return _level(condition, "not known", is_null_level=True)


_ELSE = _level("ELSE", "differ")
_BOTH = "len(list_intersect({0}_l, {0}_r))"
COMPARISONS: list[Any] = [
    {
        "output_column_name": "given",
        "comparison_levels": [
            _null("given_l is null or given_r is null"),
            _level("given_l = given_r", "the same, all of them", tf_adjustment_column="given_first", tf_adjustment_weight=1.0,
                   disable_tf_exact_match_detection=True, tf_minimum_u_value=0.0005),
            _level("given_first_l = given_first_r", "the first the same", tf_adjustment_column="given_first",
                   tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True, tf_minimum_u_value=0.0005),
            _level("list_has_any(called_l, called_r)", "one of them, or a name of the house"),
            _level("jaro_winkler_similarity(given_first_l, given_first_r) >= 0.88", "the first nearly"),
            _level("list_has_any(given_l, family_r) or list_has_any(family_l, given_r)", "among the family names"),
            _ELSE,
        ],
    },
    {
        "output_column_name": "family",
        "comparison_levels": [
            _null("family_l is null or family_r is null"),
            _level(f"{_BOTH.format('family')} >= 2", "two the same, in any order", tf_adjustment_column="family_first",
                   tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True, tf_minimum_u_value=0.0005),
            _level("family_first_l = family_first_r", "the first the same", tf_adjustment_column="family_first",
                   tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True, tf_minimum_u_value=0.0005),
            _level("list_has_any(family_l, family_r)", "one the same, elsewhere"),
            _level("jaro_winkler_similarity(family_first_l, family_first_r) >= 0.9", "the first nearly"),
            _level("list_has_any(family_l, given_r) or list_has_any(given_l, family_r)", "among the given names"),
            _ELSE,
        ],
    },
    {
        "output_column_name": "born",
        "comparison_levels": [
            _null("born_l is null or born_r is null"),
            _level("born_l = born_r and not unsure_l and not unsure_r", "the same day"),
            _level("(unsure_l or unsure_r) and abs(born_year_l - born_year_r) <= 2", "estimated, within two years"),
            _level("not unsure_l and not unsure_r and substr(born_l, 1, 4) = substr(born_r, 1, 4)"
                   " and substr(born_l, 5, 2) = substr(born_r, 7, 2) and substr(born_l, 7, 2) = substr(born_r, 5, 2)",
                   "day and month exchanged"),
            _level("damerau_levenshtein(born_l, born_r) <= 1", "one digit apart"),
            _level("abs(born_year_l - born_year_r) <= 1", "within a year"),
            _ELSE,
        ],
    },
    {
        "output_column_name": "sex",
        "comparison_levels": [_null("sex_l is null or sex_r is null"), _level("sex_l = sex_r", "the same"), _ELSE],
    },
    {
        "output_column_name": "nationality",
        "comparison_levels": [
            _null("nationalities_l is null or nationalities_r is null"),
            _level("list_has_any(nationalities_l, nationalities_r)", "one in common"),
            _ELSE,
        ],
    },
    {
        "output_column_name": "paper",
        "comparison_levels": [
            _null("papers_l is null or papers_r is null"),
            _level("list_has_any(papers_l, papers_r)", "the same number"),
            _level("damerau_levenshtein(papers_l[1], papers_r[1]) <= 1", "one character apart"),
            _ELSE,
        ],
    },
    {
        "output_column_name": "phone",
        "comparison_levels": [_null("phone_l is null or phone_r is null"), _level("phone_l = phone_r", "the same"), _ELSE],
    },
    {
        "output_column_name": "lodging",
        "comparison_levels": [
            _null("lodging_l is null or lodging_r is null"),
            _level("lodging_l = lodging_r", "the same"),
            _level("jaro_winkler_similarity(lodging_l, lodging_r) >= 0.9", "nearly"),
            _ELSE,
        ],
    },
]  # fmt: skip


def kept_model(own: Path) -> dict[str, Any] | None:
    """The model that was trained on this installation's people, or `None`."""
    return json.loads(own.read_text(encoding="utf-8")) if own.exists() else None


def shipped_model() -> dict[str, Any]:
    """The model that comes with the product, trained on `bench/spanish_names.py`."""
    model: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return model


def keep_model(own: Path, model: Mapping[str, Any]) -> None:
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(json.dumps(model, indent=1, sort_keys=True) + "\n", encoding="utf-8")
