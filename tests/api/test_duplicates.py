"""Two people judge, a merge is made and taken back: by the programming interface and by the pages."""

import re
from uuid import UUID

from tests.people.test_merging import BECAUSE, second_supervisor
from tests.people.test_pairs import pair_waiting
from tests.site import Site

SAME = {"verdict": "same", "reasons": BECAUSE}


async def test_by_the_interface_from_the_list_to_the_merge_and_back(site: Site) -> None:
    pair = await pair_waiting(site.world)
    base = f"/api/v1/duplicates/{pair}"
    async with site.api("registration_officer") as one, site.api("supervisor") as another:
        assert str(pair) in {row["id"] for row in (await one.get("/api/v1/duplicates")).json()}
        read = await one.get(base)
        assert [side["given_names"] for side in read.json()["pair"]["sides"]]
        stale = await one.post(f"{base}/judgements", json=SAME, headers={"If-Match": '"99"'})
        assert stale.status_code == 412
        judged = await one.post(f"{base}/judgements", json=SAME, headers={"If-Match": read.headers["ETag"]})
        assert judged.json() == {"state": "judged"}
        assert (await one.post(f"{base}/judgements", json=SAME)).status_code == 403
        assert (await another.post(f"{base}/judgements", json=SAME)).json() == {"state": "same"}
        survivor = read.json()["pair"]["sides"][0]["person_id"]
        made = await one.post(f"{base}/merge", json={"survivor": survivor, "picks": {"names": "merged"}})
        assert made.status_code == 201
        assert (await another.post(f"{base}/undo-request", json={"reasons": BECAUSE})).status_code == 201
        assert (await another.post(f"{base}/undo")).status_code == 403
    async with site.api(await second_supervisor(site.world)) as third:
        assert (await third.post(f"{base}/undo")).json() == {"since": [], "missing": [], "fields": []}
        whole = (await third.get(base)).json()
        assert (whole["pair"]["state"], whole["next"], whole["merges"][0]["state"]) == (
            "open",
            "first",
            "undone",
        )


async def test_by_the_pages_and_each_look_is_on_the_record_of_both_files(site: Site) -> None:
    pair = await pair_waiting(site.world)
    address = f"/duplicates/{pair}"
    async with site.pages("registration_officer") as pages:
        assert address in (await pages.get("/duplicates")).text
        short = await pages.post(f"{address}/judgement", data={"verdict": "same", "reasons": "sí"})
        assert short.status_code == 422
        assert "20 caracteres" in short.text
        assert (await pages.post(f"{address}/judgement", data=SAME)).status_code == 303
    async with site.pages("supervisor") as pages:
        assert (await pages.post(f"{address}/judgement", data=SAME)).status_code == 303
        shown = await pages.get(f"{address}/merge")
        assert (await pages.post(f"{address}/merge", data={})).status_code == 422
        merged = await pages.post(f"{address}/merge", data={"survivor": "a", "pick-names": "b"})
        assert merged.status_code == 303
        assert "Pedir que se deshaga" in (await pages.get(address)).text
        (reference,) = set(re.findall(r"CR\d\d-\w+-\w+", shown.text)[:1])
        accesses = await pages.get(f"/cases/{reference}/accesses")
        assert "Vio un posible duplicado" in accesses.text
    assert isinstance(pair, UUID)
