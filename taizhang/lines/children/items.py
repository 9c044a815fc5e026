"""Sentences the line offers for the bulletin, every number a pin."""

from taizhang.county.bulletin.drafts import Draft, register

CARE = Draft(
    unit_slug="civil-affairs",
    section="livelihood",
    title="儿童福利保障",
    headline="县民政局摸清底数按月发放守护困境儿童",
    body=(
        "县民政局把政策讲到村口，逐村核对孤儿、事实无人抚养儿童和农村留守儿童底数，按月通过银行把基本生活费发到账户，"
        "并会同教体部门逐人核对就学情况，应助尽助。截至目前，在册孤儿{children.orphans}、"
        "事实无人抚养儿童{children.de_facto}、农村留守儿童{children.left_behind}，"
        "1—8月份累计发放基本生活费{children.paid | months=1-8 | style=over}。"
    ),
)

register(CARE)
