"""What stands around every page: country, place, person, menu, zone, language. Taken from the request once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from app.overrides.public import shipped
from app.web.i18n import LANGUAGES, SOURCE


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the main menu. `label` is already in the reader's language."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Tabs:
    """The pages beside this one. `current` is the address of the one that this page is, or belongs to."""

    label: str
    items: tuple[MenuItem, ...]
    current: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a page. Whoever wires the application sets `request.state.frame`."""

    country: str = ""
    place: str = ""
    person: str = ""
    role: str = ""
    account_href: str = "/account"
    menu: tuple[MenuItem, ...] = ()
    tabs: Tabs | None = None
    zone: str = "UTC"
    procedure: str = ""
    procedure_href: str = "/procedure"
    search_href: str = "/cases"
    home_href: str = "/"
    demonstration: bool = False
    now: datetime | None = None
    csrf_token: str = ""
    language: str = SOURCE
    path: str = "/"
    query: tuple[tuple[str, str], ...] = field(default=())
    # The page with the form, when what is shown answers a form that has an address of its own.
    came_from: str | None = None

    @property
    def other_language(self) -> str:
        return next(code for code in LANGUAGES if code != self.language)

    @property
    def other_language_href(self) -> str:
        if self.came_from is None:
            return self.address(lang=self.other_language)
        kept = [pair for pair in parse_qsl(urlsplit(self.came_from).query) if pair[0] != "lang"]
        return f"{urlsplit(self.came_from).path}?{urlencode([*kept, ('lang', self.other_language)])}"

    def address(self, **changes: object) -> str:
        """This page's address with some query values changed; None or "" takes one away."""
        kept = [(key, value) for key, value in self.query if key not in changes]
        kept += [(key, str(value)) for key, value in changes.items() if value not in (None, "")]
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def current(self, section: str | None) -> str | None:
        """The address of the menu item that this page belongs to: of its tabs the first, then `section` if given, else the longest prefix."""
        if self.tabs is not None:
            return self.tabs.items[0].href
        if section is not None:
            return section
        fitting = [item.href for item in self.menu if self._under(item.href)]
        return max(fitting, key=len, default=None)

    def _under(self, href: str) -> bool:
        if href == "/":
            return self.path == "/"
        return self.path == href or self.path.startswith(href.rstrip("/") + "/")


_frame: ContextVar[Frame | None] = ContextVar("frame", default=None)


def frame() -> Frame:
    """The frame of the page being rendered; before and outside of one, an empty one in the deployment's zone."""
    return _frame.get() or Frame(zone=deployment_zone())


@cache
def deployment_zone() -> str:
    """Where the deployment's offices are: words with an hour in them are often made before the page is."""
    return shipped().time_zone


@contextmanager
def framing(around: Frame) -> Iterator[None]:
    token = _frame.set(around)
    try:
        yield
    finally:
        _frame.reset(token)


def frame_of(request: Any) -> Frame:
    """Read the surroundings from a request, defensively: whatever is not set keeps its default."""
    state = getattr(request, "state", None)
    around = getattr(state, "frame", None) or Frame()
    url = getattr(request, "url", None)
    query = getattr(request, "query_params", None)
    return replace(
        around,
        csrf_token=getattr(state, "csrf_token", None) or around.csrf_token,
        language=getattr(state, "language", None) or around.language,
        now=getattr(state, "now", None) or around.now,
        person=around.person or str(getattr(getattr(state, "actor", None), "name", None) or ""),
        path=getattr(url, "path", None) or around.path,
        query=tuple(query.multi_items()) if query is not None else around.query,
        came_from=_came_from(request),
    )


def _came_from(request: Any) -> str | None:
    """The page that a form was sent from; a GET is itself the page."""
    if getattr(request, "method", "GET") in ("GET", "HEAD"):
        return None
    return getattr(request, "headers", {}).get("referer")
