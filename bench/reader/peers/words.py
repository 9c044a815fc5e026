"""What both peers are lent beyond their own libraries: measure words, rounding words, and what is no figure."""

import re
from dataclasses import dataclass

MEASURES = """
元 美元 欧元 港元 人次 人（次） 人(次) 人 名 位 户次 农户 户 家次 家 起 件 项 个百分点 个 所 辆次 辆 处 吨 公斤 千克
公顷 亩 平方米 平方公里 立方米 ㎡ km² m³ 公里 千米 米 厘米 km 次 场次 场 份 条次 条 套 台 栋 座 支 批次 批 例 宗 类 只 头 株 棵
张 本 册 部 间 床 艘 架 口 眼 盏 块 岁 倍 分钟 小时 天 个月 票 笔 对 组 队 班 名次 斤 升 千瓦时 度 千瓦 兆瓦 毫米 毫克 升 具 袋 箱 把 篇 路
架次 台次 行 % ％ ‰
"""
_MEASURE = re.compile("|".join(sorted(map(re.escape, MEASURES.split()), key=len, reverse=True)))
_MORE = re.compile(r"\s*[余多]\s*")
_BEFORE = re.compile(r"(?:超过|不少于|不超过|至少|突破|将近|接近|不足|约|近|超|逾)\s*$")
_AFTER = re.compile(r"\s*(?:左右|以上|以下|以内)")
_ORDINAL = re.compile(r"第\s*$")


@dataclass(frozen=True)
class Number:
    """A bare number as a library found it; `value` is already in base units."""

    start: int
    end: int
    value: str


def dressed(text: str, number: Number, *, needs_unit: bool = True) -> dict[str, object] | None:
    """The number with its rounding words and unit as a span, None where no unit follows or it is an ordinal."""
    if _ORDINAL.search(text, max(0, number.start - 3), number.start):
        return None
    start, end, unit = number.start, number.end, ""
    more = _MORE.match(text, end)
    measure = _MEASURE.match(text, more.end() if more else _past_space(text, end))
    if measure:
        end, unit = measure.end(), measure[0]
    elif needs_unit:
        return None
    before = _BEFORE.search(text, max(0, start - 6), start)
    start = before.start() if before else start
    after = _AFTER.match(text, end)
    end = after.end() if after else end
    return {"start": start, "end": end, "text": text[start:end], "value": number.value, "unit": unit}


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
