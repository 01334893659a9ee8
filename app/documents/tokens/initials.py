"""Initials, as the paper, the token and the check say them: enough to compare, not enough to know who."""

MOST = 4
# Words inside names that nobody takes for an initial.
PARTICLES = frozenset(
    {"da", "das", "de", "del", "di", "do", "dos", "el", "la", "las", "los", "van", "von", "y"}
)


def initials(given_names: str, family_names: str) -> str:
    """`Y. B. G. M.`: of each given name and each surname, two of each at most."""
    return " ".join(f"{letter}." for letter in (*_letters(given_names), *_letters(family_names)))


def _letters(names: str) -> list[str]:
    words = names.replace("-", " ").split()
    telling = [word for word in words if word.lower() not in PARTICLES] or words
    return [word[0].upper() for word in telling[: MOST // 2]]
