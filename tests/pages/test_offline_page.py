"""The page that a laptop keeps has nobody in it, whoever fetches it; who is signed in is asked for apart."""

import json
import re

from app.web import assets
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

PAGE = "/register/offline"


async def test_whoever_fetches_the_page_gets_the_same_one_with_nobody_in_it(site: Site) -> None:
    async with site.pages() as nobody, site.pages("border_liaison_officer") as officer:
        kept = await nobody.get(PAGE)
        seen = await officer.get(PAGE)
        assert_sound(kept.text)
        assert seen.text == kept.text
        assert site.world.actor("border_liaison_officer").name not in kept.text
        assert 'name="csrf-token" content=""' in kept.text
        english = await nobody.get(f"{PAGE}?lang=en")
        assert "Register offline" in english.text
        policy = kept.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "blob:" not in policy


async def test_the_worker_keeps_the_page_and_every_file_that_it_needs(site: Site) -> None:
    async with site.pages() as nobody:
        worker = await nobody.get(f"{PAGE}/worker.js")
        assert worker.headers["Service-Worker-Allowed"] == PAGE
        assert "no-cache" in worker.headers["Cache-Control"]
        kept = json.loads(worker.text.partition("const KEPT = ")[2].partition(";\n")[0])
        assert kept["pages"] == ["es", "en"]
        page = (await nobody.get(PAGE)).text
        linked = set(re.findall(rf'(?:src|href)="({assets.PREFIX}[^"]+)"', page))
        assert linked <= set(kept["files"])
        for module in (file for file in kept["files"] if file.endswith(".js")):
            source = (await nobody.get(module)).text
            imported = {assets.PREFIX + name for name in re.findall(r'from\s*"\./([\w.-]+\.js)"', source)}
            assert imported <= set(kept["files"])
        manifest = (await nobody.get(f"{PAGE}/manifest.json")).json()
        assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (PAGE, PAGE, "standalone")


async def test_the_line_says_who_may_send_and_what_time_it_is(site: Site) -> None:
    async with site.pages() as nobody, site.pages("border_liaison_officer") as officer:
        line = (await nobody.get(f"{PAGE}/line.json")).json()
        assert line == {"server_time": site.world.clock.now().isoformat(), "user": None}
        user = (await officer.get(f"{PAGE}/line.json")).json()["user"]
        assert user["may"]
        assert user["username"] == site.world.username("border_liaison_officer")
    async with site.pages("supervisor") as supervisor:
        assert not (await supervisor.get(f"{PAGE}/line.json")).json()["user"]["may"]
