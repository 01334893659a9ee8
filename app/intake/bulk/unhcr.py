"""UNHCR's three-letter country codes against ISO 3166. Never mixed: UNHCR's AUS is Austria.

From UNHCR's package of refugee statistics (PopulationStatistics/refugees, CC BY 4.0, credit UNHCR).
"""

import csv
from functools import cache
from importlib.resources import files


@cache
def iso_of_unhcr() -> dict[str, str]:
    """UNHCR code → ISO alpha-3."""
    with files("app.intake.bulk").joinpath("unhcr_countries.csv").open(encoding="utf-8") as lines:
        return {row["unhcr_code"]: row["iso3"] for row in csv.DictReader(lines)}
