"""The declaration of the ledger of child directors and supervisors."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import code_like, in_order, not_in_the_future, sound
from taizhang.county.standards import phones
from taizhang.county.standards.masking import mask_phone
from taizhang.lines.children.care.models import ChildWorker
from taizhang.lines.children.ledgers import SHARED

WORKERS = Ledger(
    **SHARED,
    slug="child-workers", label="儿童主任和督导员", unit="人", model=ChildWorker,
    note="每村（社区）一名儿童主任，每乡镇（街道）一名儿童督导员；更换时原一条写离任日期，另登一条。",
    columns=("code", "role", "name", "place", "village", "phone", "training_hours", "since", "until", "unit"),
    card=("name", "role", "place", "village"),
    filters=("place", "role", "since"),
    search=("code", "name", "village"), code=("code", "ZR", "since"),
    private={"phone": mask_phone},
    rules=(
        code_like("code", "ZR20230829-0001"),
        not_in_the_future("since"),
        in_order("since", "until"),
        sound("phone", phones.check_phone),
    ),
)  # fmt: skip

register(WORKERS)
