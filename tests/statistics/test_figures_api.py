"""Every figure by the programming interface: with filters, as of an instant, beside others, and as a file."""

from app.statistics import public as statistics
from tests.site import Site


async def test_every_figure_answers_with_every_filter(site: Site) -> None:
    await site.world.register()
    await statistics.catch_up(site.world.system)
    query = {
        "unit": "persons", "origin": "VEN", "sex": "female", "age_group": "18-59", "modality": "ordinary", "need": "SP",
        "instance": "first", "from": "2026-01-01", "to": "2026-12-31", "as_of": "2026-11-10", "compare": "sex=male",
    }  # fmt: skip
    async with site.api("supervisor") as api:
        for name in statistics.NAMES:
            answer = await api.get(f"/api/v1/figures/{name}")
            assert answer.status_code == 200, (name, answer.text)
            narrow = await api.get(f"/api/v1/figures/{name}", params=query)
            assert narrow.status_code == 200, (name, narrow.text)
            assert narrow.json()["compared"]["name"] == name
            sheet = await api.get(f"/api/v1/figures/{name}", params={"format": "csv"})
            assert sheet.headers["content-type"].startswith("text/csv")
        drawn = await api.get("/api/v1/figures/pending", params={"format": "svg", "table": "by_age"})
        assert "<title>Pendientes: por antigüedad</title>" in drawn.text
        picture = await api.get("/api/v1/figures/pending", params={"format": "png", "lang": "en"})
        assert picture.headers["content-disposition"] == 'attachment; filename="pending.png"'
        assert picture.content.startswith(b"\x89PNG")
        none = await api.get("/api/v1/figures/pending", params={"format": "png", "table": "names"})
        assert none.status_code == 404
        pending = (await api.get("/api/v1/figures/pending")).json()
        assert next(v["value"] for v in pending["headline"] if v["key"] == "pending") == 1
        assert [one["name"] for one in (await api.get("/api/v1/figures")).json()] == list(statistics.NAMES)
        assert (await api.get("/api/v1/figures/names")).status_code == 404
    async with site.api("eligibility_officer") as api:
        assert (await api.get("/api/v1/figures/pending")).status_code == 403
