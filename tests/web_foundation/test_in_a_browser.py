"""The specimen pages in a real browser, under the strict policy: nothing blocked, no sideways scrolling, axe finds nothing."""

import json
import mimetypes
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.web.build import PACKAGES
from app.web.csp import CONTENT_SECURITY_POLICY
from tests.web_foundation.specimen import PAGES, specimen

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (1280, 360)


class Specimens(ThreadingHTTPServer):
    """Serves the specimen pages and the built assets, and remembers what was posted."""

    built: Path
    posts: list[tuple[str, dict[str, str], str]]
    status = 200


class Handler(BaseHTTPRequestHandler):
    server: Specimens

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/built/"):
            file = self.server.built / Path(path).name
            self._send(200, mimetypes.guess_type(file.name)[0] or "", file.read_bytes())
        else:
            _, language, page = path.split("/")
            self._send(200, "text/html; charset=utf-8", specimen(page, language).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.posts.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )
        self._send(self.server.status, "text/html", b"<p id=answer>done</p>", ETag='"7"')

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in the standard library
        pass


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Specimens]:
    httpd = Specimens(("127.0.0.1", 0), Handler)
    httpd.built, httpd.posts = built, []
    thread = Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield httpd
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, server: Specimens) -> Iterator[Page]:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{server.server_port}", viewport={"width": 1280, "height": 900}
    )
    tab = context.new_page()
    complaints: list[str] = []
    tab.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(request.url))
    server.posts.clear()
    server.status = 200
    yield tab
    context.close()
    assert not [text for text in complaints if "the server responded with a status of" not in text]


def _violations(page: Page) -> list[str]:
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        json.dumps([rule["id"], [node["html"][:160] for node in rule["nodes"]]])
        for rule in found["violations"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_blocked_or_cut_off_and_axe_finds_nothing(page: Page, name: str) -> None:
    page.goto(f"/es/{name}")
    page.evaluate((PACKAGES / "axe-core/axe.min.js").read_text("utf-8"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert _violations(page) == []


def test_slash_j_k_and_enter_walk_the_list(page: Page) -> None:
    page.goto("/es/my_day")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jk")
    assert page.input_value("#q") == "jk"
    page.evaluate("document.activeElement.blur()")
    for key in "jjk":
        page.keyboard.press(key)
    current = page.locator('[data-row][aria-current="true"]')
    assert current.count() == 1
    assert "Marta Elena Quiroz Benlis" in current.inner_text()
    page.route("**/expedientes/*", lambda route: route.fulfill(body="opened"))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.wait_for_url("**/expedientes/CR26-7K4M-92")


def test_the_shortcuts_open_in_a_dialog_and_close_with_escape(page: Page) -> None:
    page.goto("/en/my_day")
    page.get_by_role("link", name="Keyboard shortcuts").click()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


def test_errors_take_the_focus_and_lead_to_the_field(page: Page) -> None:
    page.goto("/es/form")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="El nacimiento no puede ser en el futuro").click()
    assert page.evaluate("document.activeElement.name") == "people-1-birth-day"


def test_what_htmx_posts_carries_the_token_of_the_page(page: Page, server: Specimens) -> None:
    page.goto("/es/my_day")
    page.evaluate("htmx.ajax('POST', '/es/any', {target: 'h1', swap: 'innerHTML'})")
    page.wait_for_selector("#answer")
    _, headers, _ = server.posts[0]
    assert headers["x-csrf-token"] == "synthetic-token"


def test_autosave_sends_the_form_with_its_version_and_says_so(page: Page, server: Specimens) -> None:
    page.clock.install()
    page.goto("/es/form")
    page.fill("#story", "Dijo que volvió a verlos")
    page.clock.run_for(2100)
    page.wait_for_selector('[data-autosave-state][data-state="saved"]')
    path, headers, body = server.posts[0]
    assert path == "/registro/borrador"
    assert headers["if-match"] == '"6"'
    assert "story=Dijo+que+volvi" in body
    assert "Guardado " in page.inner_text("[data-autosave-state]")
    assert page.input_value("input[name=version]") == "7"
    page.fill("#story", "Dijo que no volvió a verlos")
    page.clock.run_for(2100)
    page.locator('[data-autosave-state][data-state="saved"]').wait_for(state="attached")
    assert server.posts[-1][1]["if-match"] == '"7"'


def test_autosave_tries_again_while_the_line_is_down(page: Page, server: Specimens) -> None:
    page.clock.install()
    page.goto("/es/form")
    server.status = 503
    page.fill("#story", "a")
    page.clock.run_for(2100)
    page.wait_for_selector('[data-autosave-state][data-state="failed"]')
    server.status = 200
    page.clock.run_for(10100)
    page.wait_for_selector('[data-autosave-state][data-state="saved"]')
    assert len(server.posts) == 2


def test_autosave_sends_what_got_no_answer_again_before_anything_newer(page: Page, server: Specimens) -> None:
    page.clock.install()
    page.goto("/es/form")
    server.status = 503
    page.fill("#story", "a")
    page.clock.run_for(2100)
    page.wait_for_selector('[data-autosave-state][data-state="failed"]')
    server.status = 200
    page.fill("#story", "ab")
    page.clock.run_for(2100)
    page.wait_for_selector('[data-autosave-state][data-state="saved"]')
    page.clock.run_for(2100)
    page.locator('[data-autosave-state][data-state="saved"]').wait_for(state="attached")
    stories = [parse_qs(body)["story"] for _path, _headers, body in server.posts]
    assert stories == [["a"], ["a"], ["ab"]]
    assert [headers["if-match"] for _path, headers, _body in server.posts] == ['"6"', '"6"', '"7"']


def test_autosave_stops_when_someone_else_changed_the_record(page: Page, server: Specimens) -> None:
    page.clock.install()
    page.goto("/es/form")
    server.status = 412
    page.fill("#story", "a")
    page.clock.run_for(2100)
    page.wait_for_selector('[data-autosave-state][data-state="stale"]')
    page.fill("#story", "ab")
    page.clock.run_for(30000)
    assert len(server.posts) == 1
    assert "Otra persona cambió esto" in page.inner_text("[data-autosave-state]")


def test_the_pages_work_without_any_script(browser: Browser, server: Specimens) -> None:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{server.server_port}", java_script_enabled=False
    )
    tab = context.new_page()
    tab.goto("/es/form")
    assert tab.get_by_role("button", name="Registrar e imprimir").is_visible()
    assert not tab.get_by_role("dialog").is_visible()
    context.close()
