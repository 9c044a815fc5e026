"""Personal names: the form they are stored in, and where the surname ends."""

import re
import unicodedata

from taizhang.county.standards.errors import Invalid

DOT = "·"
_DOTS = re.compile(r"[·•・･‧∙⋅.．]")
_SPACES = re.compile(r"[\s\u200b-\u200f\ufeff]")
# The compound surnames still borne by more than a handful of people; others are masked one character too short.
COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛东方皇甫尉迟公孙令狐慕容司徒夏侯宇文长孙轩辕端木独孤南宫西门东郭百里呼延闻人澹台公冶太叔"
        "申屠仲孙钟离鲜于闾丘司空完颜赫连万俟单于濮阳淳于公羊宗政第五梁丘左丘",
    )
)


def normalise(text: str) -> str:
    """Half-width, without spaces, one kind of dot between the parts of a minority name; raises Invalid."""
    name = _SPACES.sub("", unicodedata.normalize("NFKC", _DOTS.sub(DOT, text)))
    if not 2 <= len(name) <= 30:
        raise Invalid(f"姓名应为2至30个字，现为{len(name)}个；请对照证件填写")
    if any(character.isdigit() for character in name) or name != name.strip(DOT):
        raise Invalid("姓名中不应有数字，间隔号也不应在首尾；请对照证件填写")
    return name


def surname_length(name: str) -> int:
    """Two for a compound surname that is followed by a given name, else one."""
    return 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
