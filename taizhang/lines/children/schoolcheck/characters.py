"""Characters of names that are one character written two ways, that look alike, or that sound alike."""

from functools import lru_cache

# Older and other forms, each before the form that the household register prints.
_FORMS = (
    "髙高吳吴張张劉刘陳陈楊杨趙赵黃黄孫孙馬马羅罗鄭郑謝谢許许韓韩馮冯鄧邓蔣蒋葉叶蘇苏呂吕賈贾鍾钟鐘钟盧卢陸陆譚谭"
    "鄒邹龍龙萬万錢钱湯汤賀贺賴赖龔龚閻阎閆闫嚴严倪倪溫温齊齐喬乔郟郏衛卫範范魯鲁葦苇畢毕關关聶聂藍蓝單单項项顧顾"
    "國国華华麗丽靜静曉晓東东強强彊强飛飞鳳凤蘭兰雲云澤泽軒轩傑杰偉伟寶宝慶庆豐丰聖圣達达遠远夢梦瑩莹穎颖頴颖瓊琼"
    "潔洁嬌娇艷艳豔艳愛爱鵬鹏鴻鸿銘铭鋒锋鋼钢錦锦鑾銮鎮镇鈺钰鈞钧濤涛濱滨瀟潇灝灏煒炜燁烨煥焕瑋玮璽玺瓏珑誠诚諾诺"
    "詩诗語语誼谊謙谦譽誉賢贤贇赟輝辉輯辑連连運运進进過过開开陽阳雙双霽霁韻韵順顺頌颂頔𬱖顏颜風风騰腾驍骁驊骅"
    "學学寧宁實实將将峯峰嶽岳島岛師师帥帅彥彦恆恒慧慧懷怀戰战敏敏時时晉晋書书會会東东條条榮荣樂乐樹树歡欢歲岁漢汉"
    "淩凌淨净滿满潤润為为爲为爾尔獻献瑤瑶甦苏畫画発发發发盡尽碩硕祿禄禎祯穩稳競竞筆笔節节紅红純纯紹绍綠绿維维緯纬"
    "縣县績绩義义習习聰聪聯联腳脚臨临舉举興兴萊莱蓮莲蘋苹處处衆众裏里親亲觀观諠谖貞贞財财貴贵資资躍跃軍军農农邁迈"
    "郷乡鄉乡銀银鐵铁長长門门隊队際际隨随電电靈灵響响須须預预領领頻频願愿類类飛飞馥馥魚鱼鮮鲜鳴鸣鷹鹰麥麦黨党齡龄"
)
# Groups of characters that are taken for each other when a handwritten form is typed in.
_ALIKE = (
    "玉王", "未末", "己已巳", "日曰", "土士", "天夭夫", "大太犬", "人入", "田由甲申", "千干于", "午牛", "贝见", "目自", "梓樟", "晨晟辰", "宇字",
    "琪棋祺", "琳淋", "彬杉", "涵涌函", "萱董宣", "怡恰治", "欣掀", "杰木", "林材", "佳桂住", "悦说阅", "瑶谣遥", "雅稚", "思恩", "明朋", "博搏傅",
    "志忘", "泽择译", "婷停", "妍研", "莹萤荧", "颖颍", "晓哓饶", "彤肜", "若苦", "倩情清", "贾贡", "侯候", "史吏", "陈阵", "冯马", "杨扬汤", "徐除",
    "崔催", "萌荫", "冉再", "雪雷", "冰水", "桐铜", "钰钮", "睿容", "航杭", "俊浚骏峻", "静诤净", "浩皓", "伟纬炜玮", "亮高", "宁宇", "安宴", "今令",
    "卫卞", "丽而", "平乎", "永水", "兰三", "宏宠", "洋详", "诗待侍", "鸣鸠", "鹏鹅", "凯铠", "昊吴", "昕听", "晗哈", "暄喧", "珊删", "玲铃", "珍诊",
    "瑞端", "璐露", "琦绮", "琛深", "祥详", "秀季", "纯钝", "翔翊", "耀跃", "苗笛", "茜西", "茹如", "蕊芯", "薇微", "诚成", "超赵", "辉晖", "建健",
    "进讲", "远运", "郎朗", "郝赫", "金全", "鑫金", "锋峰", "锐悦", "闰闯", "霖霜", "青清", "飞七", "麒祺", "龙尤", "任仕", "付什", "何河", "余佘",
    "沈沉", "汪江", "孟盂", "季李", "宋宗", "尹伊", "常尝", "庞宠", "张帐", "彭澎", "戴截", "段叚", "毛手", "洪供", "潘番", "焦集", "秦泰", "管菅",
    "罗岁", "胡朝", "苏办", "葛蔼", "蒋将", "袁哀", "裴斐", "贺货", "邓郑", "邱印", "郭敦", "钱线", "阎阁", "陶淘", "韦书", "韩朝", "魏巍", "黄董",
    "宸晨", "煊暄", "钧钓", "靖靓", "楠南", "柯何", "垚圭", "彦产", "奕亦", "昱显", "晶品", "星里", "泓弘", "淇琪",
)  # fmt: skip
# What hands that type by ear in the central plain do not keep apart.
_SAME_SOUND = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"))

FORMS = str.maketrans(dict(zip(_FORMS[::2], _FORMS[1::2], strict=True)))


def look_alike(one: str, other: str) -> bool:
    return other in _NEIGHBOURS.get(one, "")


def sound_alike(one: str, other: str) -> bool:
    return not _sounds(one).isdisjoint(_sounds(other))


def sound_key(name: str) -> str:
    """The same for names that sound the same, by the commonest reading of each character."""
    return " ".join(map(_sound, name))


def shape_key(name: str) -> str:
    """The same for names that look the same; coarser than `look_alike`, as likenesses chain."""
    return name.translate(_SHAPES)


def _neighbours() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in _ALIKE:
        for character in group:
            found.setdefault(character, set()).update(group)
    return found


def _shapes() -> dict[int, str]:
    """Each character to the first of the chain that it belongs to."""
    first: dict[str, str] = {}
    for start in _NEIGHBOURS:
        todo = [start] if start not in first else []
        while todo:
            character = todo.pop()
            first[character] = start
            todo += [other for other in _NEIGHBOURS[character] if other not in first]
    return {ord(character): start for character, start in first.items()}


@lru_cache(maxsize=30_000)
def _readings(character: str) -> tuple[str, ...]:
    # Loaded on first use: the tables take a quarter of a second that a start of the server need not spend.
    from pypinyin import Style, pinyin

    return tuple(map(_folded, pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")[0]))


@lru_cache(maxsize=30_000)
def _sound(character: str) -> str:
    return _readings(character)[0]


@lru_cache(maxsize=30_000)
def _sounds(character: str) -> frozenset[str]:
    return frozenset(_readings(character))


def _folded(reading: str) -> str:
    for written, heard in _SAME_SOUND:
        reading = reading.replace(written, heard)
    return reading


_NEIGHBOURS = _neighbours()
_SHAPES = _shapes()
