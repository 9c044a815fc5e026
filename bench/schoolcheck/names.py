"""Made-up frequencies of Chinese names, and the wrong characters that hands and input methods put in them."""

import random
from itertools import accumulate

# Frequent surnames, the most frequent first; the shares fall like those of a plain in the north of Henan.
_SURNAMES = (
    "王李张刘陈杨赵郭孙马朱胡徐高宋韩冯申段尚吕崔田任郝贾魏杜薛常"
    "史于侯邵孟龙万白秦许何林梁罗郑谢唐董袁邓曹彭曾肖蔡潘程苏叶丁姜"
    "范方石姚谭廖邹熊金陆康毛邱江黎付钱汤尹武乔贺赖龚文娄苗牛岳原靳"
)
_DOUBLE = ("欧阳", "司马", "上官", "皇甫")
_BOYS = (
    "子浩宇轩明俊杰文博涵泽鑫嘉一天志家晨佳豪睿梓航伟凯铭旭峰晓然思辰阳皓霖瑞鹏林成雨亮强昊云飞奥君翔承恩恒"
    "奕熙锦程诺毅威龙海洋建国新振兴永红军东少帅康乐安平世超凡立朋正义正春光华奇宏卓越彬炎冰硕森源立培耀"
)
_GIRLS = (
    "子梓欣怡雨涵佳嘉一思诗琪瑶梦婷悦萱彤雅静文馨可语然依妍晨心若婉宁熙悦玥琳芳丽颖慧敏娜娟娇倩洁莹蕊"
    "月云霞秀英美玲燕红艳雪冰清晴甜果果苗青春兰香菊梅桂花凤素真爱珍巧萌童锦钰珂冉朵伊诺楠桐岚淑"
)
_POPULAR = {
    1: ("子轩", "浩然", "宇轩", "浩宇", "梓豪", "子豪", "俊杰", "博文", "一鸣", "天佑", "家豪", "志远", "明轩", "文博"),
    0: ("欣怡", "梓涵", "诗涵", "雨涵", "子涵", "佳怡", "思雨", "梦琪", "若曦", "雨欣", "可馨", "语嫣", "静怡", "佳琪"),
}
HOMOPHONES = (
    "轩宣萱煊", "涵寒函晗韩", "梓子紫孜", "怡仪宜伊依", "欣鑫新心馨", "佳嘉家加", "浩昊皓灏", "宇雨语羽禹", "博伯勃",
    "杰洁捷婕", "俊军君钧", "琪奇琦齐", "晨辰臣宸", "明铭鸣名", "悦月玥越", "志智致至", "豪毫壕", "泽择则", "瑶遥尧",
    "静敬婧靖", "诗师施", "思斯丝", "婷亭庭廷", "旭煦序", "洋阳扬杨", "飞菲霏", "航行杭", "莹盈营", "丽立莉力", "芳方",
    "伟玮炜", "强墙", "峰锋丰枫", "鹏朋彭", "颖影", "慧惠会", "敏闽", "娜那", "张章", "徐许", "付傅", "郭国", "陆路",
    "程成承诚", "于余鱼俞", "魏卫", "江姜", "申深", "尚上", "任仁", "熙希西曦", "乐勒", "诺喏", "然燃", "彤桐童",
)  # fmt: skip
LOOKALIKES = (
    "晨晟", "梓樟", "宇字", "玉王", "未末", "己已", "天夭", "土士", "涵涌", "萱董", "琪棋", "琳淋", "浩诰", "睿容", "航舫",
    "铭酩", "怡恰", "欣掀", "杰木", "俊浚", "静诤", "佳桂", "悦说", "瑶谣", "雅稚", "诗持", "思恩", "明朋", "博搏", "凯剀",
    "志忘", "泽择", "嘉喜", "轩轲", "豪毫", "婷停", "妍研", "语浯", "莹萤", "娜挪", "颖颍", "晓哓", "辰展", "旭旮", "伟纬",
    "彤肜", "若苦", "倩情", "田由", "申甲", "贾贡", "侯候", "史吏", "陈阵", "刘浏", "冯马", "杨扬", "徐除", "汤场", "崔催",
    "萌荫", "冉再", "雪雷", "冰水", "林材", "森淼", "乐东", "云去", "春舂", "慧彗", "果杲", "桐铜", "岚凤", "钰钮", "珂坷",
)  # fmt: skip
VARIANTS = {
    "张": "張", "刘": "劉", "陈": "陳", "杨": "楊", "赵": "趙", "孙": "孫", "马": "馬", "高": "髙", "吕": "呂", "贾": "賈",
    "宋": "宋", "韩": "韓", "许": "許", "罗": "羅", "郑": "鄭", "谢": "謝", "云": "雲", "国": "國", "泽": "澤", "轩": "軒",
    "龙": "龍", "丽": "麗", "静": "靜", "晓": "曉", "东": "東", "华": "華", "强": "強", "飞": "飛", "凤": "鳳", "兰": "蘭",
}  # fmt: skip


class Names:
    """Draws names by falling shares."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._surnames = _falling(_SURNAMES, 0.85)
        self._given = {1: _falling(_BOYS, 0.55), 0: _falling(_GIRLS, 0.55)}

    def surname(self) -> str:
        return self.chance.choice(_DOUBLE) if self.chance.random() < 0.002 else self._one(self._surnames)

    def given(self, male: int, shared: str = "") -> str:
        """Two characters for the most part; `shared` is the first of them where a generation has one in common."""
        if shared:
            return shared + self._one(self._given[male])
        if self.chance.random() < 0.08:
            return self.chance.choice(_POPULAR[male])
        first = self._one(self._given[male])
        return first if self.chance.random() < 0.13 else first + self._one(self._given[male])

    def _one(self, shares: tuple[str, list[float]]) -> str:
        characters, cumulative = shares
        return self.chance.choices(characters, cum_weights=cumulative)[0]


def _falling(characters: str, power: float) -> tuple[str, list[float]]:
    return characters, list(accumulate((rank + 3) ** -power for rank in range(len(characters))))
