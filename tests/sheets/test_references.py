"""What a name of a place in a cell means, and when it means nothing."""

from taizhang.county.audit import changes
from taizhang.county.ledger.references import gather
from taizhang.county.places.models import Place
from tests.county import FOUNDED, on
from tests.sheets import books


def test_a_village_name_that_two_townships_share_means_neither(county):
    with on(FOUNDED), changes.change(by=changes.SYSTEM, reason="测试"):
        for code in ("410726206201", "410726207201"):
            Place.objects.create(
                code=code, name="西街村", level=Place.Level.VILLAGE, parent=county.places[code[:9]], valid_from=FOUNDED
            )
    known = gather(books.get("disputes"), books.DAY).places
    assert "西街村" not in known
    assert known["410726206201"] == "410726206201"
    assert known["胙城"] == known["胙城乡"] == known["410726206000"] == "410726206"
