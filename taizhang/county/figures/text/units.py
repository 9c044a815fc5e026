"""The measure words a county text counts in, and which of them mean the same."""

FOLDED = {
    "人（次）": "人次",
    "人(次)": "人次",
    "家（次）": "家次",
    "农户": "户",
    "㎡": "平方米",
    "m²": "平方米",
    "km²": "平方公里",
    "m³": "立方米",
    "方": "立方米",
    "km": "公里",
    "kg": "千克",
    "公斤": "千克",
    "％": "%",
    "块钱": "元",
    "元人民币": "元",
    "人民币": "元",
    "名": "人",
    "位": "人",
}
_BASE = """
元 美元 欧元 日元 % ‰ 个百分点 人 人次 户 户次 户数 家 家次 起 件 项 个 所 辆 辆次 处 处次 吨 亩 公顷
平方米 平方公里 公里 千米 米 厘米 立方米 千克 克 斤 升 千瓦 千瓦时 度 兆瓦 次 场 场次 份 条 条次 套 台 栋 座 支 期
批 批次 例 宗 类 只 头 株 棵 张 本 册 幅 部 篇 节 课时 间 床 顶 艘 架 门 口 眼 盏 面 块 片 段 层 岁 年 个月 个季度
周 天 个工作日 工作日 小时 分钟 秒 倍 分 票 笔 单 对 组 队 班 名次 级 档 种 款 道 步 轮 回 趟
"""
UNITS = tuple(sorted({*_BASE.split(), *FOLDED}, key=len, reverse=True))
PERCENT = frozenset({"%", "‰", "个百分点"})
MONEY = frozenset({"元", "美元", "欧元", "日元"})


def fold(unit: str) -> str:
    unit = "".join(unit.split())
    return FOLDED.get(unit, unit)
