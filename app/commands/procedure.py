"""`rsd procedure`: read, check, compare, draw and try a country's procedure.

Ends with 0 when all is well, with 1 when something was found (a defect, an expectation that did not come true), and with 2
when a file cannot be read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.commands.showing import (
    say,
    show_differences,
    show_faults,
    show_findings,
    show_profile,
    show_story,
    show_versions,
)
from app.procedure import public as procedure

FOUND, UNREADABLE = 1, 2

commands = typer.Typer(
    help="The law as data: check, compare, draw and try a procedure.", no_args_is_help=True
)

English = Annotated[bool, typer.Option("--english", help="In English; Spanish otherwise.")]
Named = Annotated[str, typer.Argument(help="A file, a country (CRI) or a version (CRI/2022-12).")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@commands.command("list")
def versions(*, english: English = False) -> None:
    """Say which procedures are shipped, how large each is, and how sure its values are."""
    shipped = (version for country in procedure.countries() for version in procedure.versions(country))
    show_versions(shipped, _language(english=english))


@commands.command()
def check(
    profile: Named,
    *,
    english: English = False,
    short: Annotated[
        bool, typer.Option("--short", help="Defects and gaps only, not what is unverified.")
    ] = False,
) -> None:
    """Say what a lawyer should look at in a profile: FILE, CRI or CRI/2022-12. An override file is laid over its profile."""
    language = _language(english=english)
    with _readable(language):
        examined = procedure.examine(profile)
    show_profile(examined.profile, language)
    show_findings(examined.findings, language, short=short)
    if any(finding.severity == "defect" for finding in examined.findings):
        raise typer.Exit(FOUND)


@commands.command()
def diff(before: Named, after: Named, *, english: English = False) -> None:
    """Say in words what the second profile says otherwise than the first: versions (CRI/2022-12) or files."""
    language = _language(english=english)
    with _readable(language):
        was, now = procedure.chosen(before), procedure.chosen(after)
    show_profile(was, language)
    show_profile(now, language)
    show_differences(procedure.compare(was, now, language), language)


@commands.command()
def draw(
    profile: Named,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write; otherwise the picture is printed.")
    ] = None,
    at: Annotated[list[str] | None, typer.Option("--at", help="A stage where a case stands.")] = None,
    narrow: Annotated[bool, typer.Option("--narrow", help="One column, for a telephone.")] = False,
    english: English = False,
) -> None:
    """Draw the road of a procedure as an SVG picture."""
    language = _language(english=english)
    with _readable(language):
        shown = procedure.chosen(profile)
    if unknown := sorted(set(at or ()) - shown.stages_by_name.keys()):
        names = ", ".join(unknown)
        say(f"there is no stage {names}" if english else f"no hay etapa {names}", "red")
        raise typer.Exit(UNREADABLE)
    picture = procedure.draw(shown, language=language, at=at or (), narrow=narrow)
    if out is None:
        say(picture)
    else:
        out.write_text(picture, encoding="utf-8")
        say(str(out))


@commands.command()
def simulate(
    file: File,
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Say of every date how it was counted.")] = False,
    english: English = False,
) -> None:
    """Let a scenario happen and say what is due when, and whether what it expects comes true."""
    language = _language(english=english)
    with _readable(language):
        scenario = procedure.read_scenario(file)
        profile = procedure.profile_for(scenario)
        checked = procedure.run(scenario, profile)
    say(scenario.title, "bold")
    show_profile(profile, language)
    show_story(procedure.told(scenario, profile, checked, language, explain=explain))
    missed = sum(len(each.misses) for each in checked)
    wanted = sum(len(each.happened.move.wanted) for each in checked if each.happened.move)
    say("")
    if missed:
        say(
            f"{missed} expectations of {wanted} did not come true"
            if english
            else f"{missed} de {wanted} no se cumplen",
            "bold red",
        )
        raise typer.Exit(FOUND)
    say(
        f"{wanted} expectations came true" if english else f"se cumple todo lo esperado ({wanted})",
        "bold green",
    )


@contextmanager
def _readable(language: str) -> Iterator[None]:
    """Tells every fault of a file with its line, and ends."""
    try:
        yield
    except (procedure.ProfileInvalid, procedure.ScenarioInvalid) as invalid:
        show_faults(invalid.faults, language)
        raise typer.Exit(UNREADABLE) from None
    except procedure.NoSuchProfile as missing:
        say(str(missing) if language == "en" else f"no hay tal perfil ni archivo ({missing})", "red")
        raise typer.Exit(UNREADABLE) from None


def _language(*, english: bool) -> str:
    return "en" if english else "es"
