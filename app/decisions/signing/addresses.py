"""Where anyone checks a decision."""

from app.settings import settings


def check_address(code: str) -> str:
    """The page that says whether the decision with that code is authentic."""
    return f"{settings().public_base_url.rstrip('/')}/verify/decisions/{code}"
