"""What looks like a number and counts nothing: dates, ordinals, identifiers, ratios and names written with digits."""

import re

from taizhang.county.figures.text.script import CHINESE, DASH, DIGIT, GAP, HALF_WIDTH
from taizhang.county.figures.text.span import Kind
from taizhang.county.figures.text.units import unit_at, unknown_at

_D = f"[{DIGIT}]"
_S = r"[ \t\u3000\xa0\r\n]{0,2}"
_C = f"[{CHINESE}]"
_DAY = "[日号]"
_YEAR = rf"(?:(?:1[89]|20){_S}{_D}{_S}{_D}|(?:１９|２０){_D}{{2}})(?!{_D})"
_SHORT = rf"{_D}{{1,2}}(?!{_D})"
_MONTH = rf"{_SHORT}{_S}月(?!饼|龄)(?:份|底|初|末|中旬|上旬|下旬|中)?"
_ENDS = rf"(?:{_S}{_SHORT}{_S}{_DAY})?"
_PARTS = "(?:上半年|下半年|年底|年初|年末|底|初|末|度|前三季度|[一二三四1234]季度)?"

_DATES = (
    rf"{_YEAR}{_S}年?{_S}{DASH}{_S}{_YEAR}{_S}(?:学年|年度?)(?:{_S}{_MONTH}{_ENDS})?",
    rf"{_YEAR}{_S}[/／]{_S}{_YEAR}{_S}学?年",
    rf"{_YEAR}[.．]{_D}{{1,2}}(?:[.．]{_D}{{1,2}}(?!{_D}))?{_S}{DASH}{_S}{_YEAR}[.．]{_D}{{1,2}}(?:[.．]{_D}{{1,2}})?",
    rf"{_YEAR}[.．]{_D}{{1,2}}[.．]{_D}{{1,2}}(?!{_D})",
    rf"{_YEAR}{_S}年{_S}{_SHORT}{_S}月?{_S}{DASH}{_S}(?:{_YEAR}{_S}年{_S})?{_MONTH}{_ENDS}",
    rf"{_YEAR}{_S}年{_S}{_MONTH}{_ENDS}(?:{_S}{DASH}{_S}(?:{_MONTH})?{_SHORT}{_S}{_DAY})?",
    rf"{_YEAR}{_S}学?年(?!龄|级){_PARTS}",
    rf"{_SHORT}{_S}{DASH}{_S}{_SHORT}{_S}季度",
    rf"{_SHORT}{_S}月?{_S}(?:{DASH}|[、和]){_S}{_MONTH}{_ENDS}",
    rf"{_SHORT}(?:、{_SHORT}){{1,5}}月(?!饼)(?:份|底|初|末)?",
    rf"{_MONTH}{_S}{_SHORT}{_S}{_DAY}?{_S}{DASH}{_S}(?:{_MONTH}{_S})?{_SHORT}{_S}{_DAY}",
    rf"{_MONTH}{_ENDS}",
    rf"{_SHORT}{_S}{DASH}{_S}{_SHORT}{_S}日",
    rf"{_SHORT}{_S}日(?:内(?!部))?(?!均|产|处理|内|起(?!至))",
    rf"{_D}{{2,4}}{_S}年代|{_D}{{1,2}}{_S}世纪(?:{_D}{{2}}年代)?",
    rf"(?<=元前){_D}{{1,4}}年|(?<=公元){_D}{{1,4}}年|(?<=民国){_D}{{1,2}}年",
    rf"{_SHORT}{_S}[时点](?!位|建议|意见|要求|希望|措施|体会|经验|多亮)(?:{_S}{_SHORT}{_S}分|整|许|半|前|后)?",
    rf"{_SHORT}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?(?!{_D}|[.．])",
    r"(?:0?[1-9]|1[0-2])[.．](?:0?[1-9]|[12][0-9]|3[01])(?=[之以]?前|假期|长假|[上下]午|晚|早|凌晨|当[日天]|起(?!点|诉)|截止|报[名到]|开[会班学工业]"
    r"|到[账货期]|号(?![楼线])|事件|案)",
)
_ORDINALS = (
    rf"{_D}{{1,4}}{_S}(?:{DASH}{_S}{_D}{{1,4}}{_S})?(?:号(?!召|称|人|[楼院]{_S}{_D}{{1,2}}单元)|届(?!时)|等奖|等功|星级|年级|版(?!面|块)|字头"
    rf"|级(?!别)|标段|标(?!准|方)|强(?!制|化|调|力|度|行)|季度)(?:楼|院|线|文|地|井|机组|令|文件|公告)?",
    rf"{_D}{{1,4}}{_S}楼",
    rf"{_D}{{1,2}}[.．]{_D}{{1,2}}节",
)
_IDENTIFIERS = (
    rf"{_YEAR}[)）〕\]］】]{_S}(?:第{_S}?)?(?:{_D}{{1,6}}{_S}号)?(?<=[号)）〕\]］】])(?<![（(]{_D}{_D}{_D}{_D}[)）])",
    rf"{_D}{{1,3}}(?:[.．]{_D}{{1,3}}){{2,5}}",
    rf"[0０]{_D}{{2,3}}[-—－ ]{_D}{{7,8}}(?!{_D})",
    rf"{_D}{{4}}(?: {_D}{{4}}){{2,4}}(?: {_D}{{1,3}})?(?!{_D})",
    rf"{_D}{{3,4}}室",
    rf"{_D}{{1,4}}(?:号楼|号院|栋|幢|座){_S}{_D}{{1,2}}单元(?:{_S}{_D}{{1,4}}[室号户]?)?",
    rf"{_D}{{1,2}}单元{_S}{_D}{{2,4}}[室号户]?",
    rf"{_D}{{1,4}}(?:号楼|栋|幢|座){_D}{{3,4}}[室号户]?(?![{DIGIT}.．万亿余多个人户])",
    rf"{_D}{{1,3}}[排列区柜]{_D}{{1,3}}[架柜层号排列格](?:{_D}{{1,3}}[层号格])?",
    rf"{_D}{{1,3}}床(?=患者|病人|家属)",
    rf"(?<=[师团]){_D}{{2,3}}[团营连]",
    rf"{_D}{{2,4}}(?=装载机|挖掘机|挖机|拖拉机|铲车|吊车|压路机)|{_D}{{1,4}}(?=型(?!号|材))",
    rf"{_D}{{3,5}}(?=工作面|掘进面|采区|巷道)",
    rf"{_D}{{1,12}}(?:\.[a-z]{{2,5}})+(?![a-z])|{_D}{{1,12}}@[A-Za-z0-9.]{{2,30}}",
    rf"{_D}{{1,2}}[-－—][ΦφФ∅]{_D}{{1,4}}(?:[.．]{_D}{{1,2}})?m{{0,2}}",
    rf"{_D}{{2,3}}[*＊]{{3,8}}{_D}{{2,4}}",
    rf"{_D}{{2}}式",
    rf"[0０]{_D}{{1,8}}[-－.．]{_D}{{1,8}}|[0０]{_D}{{1,15}}(?![{DIGIT}.．])|{_D}{{2,8}}[-－][0０]{_D}{{1,8}}",
    rf"{_D}{{1,2}}开(?=本|纸|，|、)",
    rf"{_D}{{2}}同城",
    rf"{_D}{{2,4}}[民刑行执财破赔][初终再申更他]?{_D}{{1,6}}号",
    rf"{_D}{{3,4}}[-—－]{_D}{{3,4}}[-—－]{_D}{{3,4}}(?!{_D})",
    rf"{_D}{{17}}[0-9０-９XxＸ](?!{_D})",
    rf"{_D}{{16,}}",
    rf"(?={_D}{{1,17}}[A-Z])[0-9A-Z]{{15,18}}(?![0-9A-Za-z])",
    rf"{_D}{{1,8}}(?:[-－]{_D}{{1,8}}){{2,6}}",
    rf"{_D}{{1,4}}[#＃](?:楼|机组|井|线|炉|地块|厂房)?",
    rf"{_D}{{2,4}}(?:国道|省道|县道|乡道|路公交|路车|次列车|次快速|工程(?=院|高)|高校|院校)",
    rf"{_D}{{1,3}}路(?=公交|车|电车|、{_D}|延|首班|末班|站)|(?<=[交乘坐]){_D}{{1,3}}路",
    rf"{_D}{{1,4}}[-－—]{_D}{{1,2}}[表号图](?!明)",
    rf"{_D}{{1,2}}教{_D}{{3}}",
    rf"{_D}{{1,2}}年一贯制",
    rf"{_D}{{1,3}}(?:[、和]{_D}{{1,3}}){{1,5}}(?:号(?!召|称|人)(?:楼|院|线|井|机组)?|组(?!织|合|建|团)|标段|队|期(?!间))",
    rf"{_D}{{2,3}}[.．]{_D}{{4,8}}(?=[，,、；;]{_S}{_D}{{2,3}}[.．]{_D}{{4,8}}(?!{_D}))"
    rf"|(?<=[，,、；;]){_D}{{2,3}}[.．]{_D}{{4,8}}(?=[）)])",
    rf"{_D}{{3,5}}(?=部队)|520(?=当天|表白|期间)|1024(?=程序员)|731(?=遗址)|81192|84(?=消毒)|802[.]11"
    rf"|400(?=电话|热线|客服)|{_D}{{2}}(?=洪水|抗洪)",
    rf"[38]{_D}{{2}}兆(?=对讲|数字|集群)|{_D}{{3}}/{_D}{{2}}[ABCY](?![A-Za-z])",
    rf"20{_D}{{2}}[01]{_D}[0-3]{_D}(?=批|期|号|版|次)",
    rf"{_D}{{2}}[.．]5(?=级?(?:普通|复合|硅酸盐)?水泥|R)",
    rf"{_D}{{1,3}}(?=网格(?!员|长|单|中|化|党)|站台|航站楼|检票口|登机口|安检口|展厅|展馆|车间|库区|作业区)",
    rf"{_D}{{3,4}}(?=开会|会议室)|(?<=在){_D}{{3,4}}(?=开[，。；、]|召开|集合|碰头|报到)",
    rf"(?<=[；，。、（\n][类款项目])2{_D}{{4,6}}(?![{DIGIT}.．万亿千余多元])",
)
# Only where nothing is counted: 110人 and 12345元 are figures.
_NUMBERS = re.compile(
    r"(?P<year>(?:1[89]|20)\d{2})|985|211|618|996|1[12]0|119|122|114|12[0-9]{3}"
    r"|95\d{3}|96\d{3,4}|100\d{2}|1[3-9]\d{9}|\d{12,15}"
)
_DOTTED_DATE = re.compile(rf"{_YEAR}[-./．]{_D}{{1,2}}(?:[-./．]{_D}{{1,2}})?(?![{DIGIT}.．])")
_OTHERS = (
    rf"{_D}{{1,6}}(?:[.．]{_D}{{1,4}})?{_S}(?:[:：∶]|比|对){_S}{_D}{{1,6}}(?:[.．]{_D}{{1,4}})?"
    rf"(?:[:：∶]{_D}{{1,6}}(?:[.．]{_D}{{1,4}})?){{0,4}}",
    rf"{_D}{{1,2}}(?:[+＋](?:{_D}{{1,3}}|[A-Za-zＮＸ]|[\u4e00-\u9fff]{{1,2}}(?=[+＋”]))){{1,6}}",
    rf"{_D}{{1,2}}{_S}[×xX*]{_S}{_D}{{1,3}}(?:小时|米)?(?!{_D})",
    rf"{_D}[+＋]{_D}[>＞=＝]{_D}",
    rf"{_D}{{1,2}}[.．]{_D}(?:版|时代|版本|模式|升级版)",
    rf"(?:{_D}0、){{0,3}}{_D}0后",
    rf"{_D}分(?=管|阀|球阀|接头|水龙)",
    rf"{_D}{{1,3}}(?:分钟|小时|公里|米)[\u4e00-\u9fff]{{0,6}}圈",
    rf"{_D}分[\u4e00-\u9fff]{{1,4}}[、，]?{_D}分[\u4e00-\u9fff]{{1,4}}(?=[，。；”])",
    rf"{_D}{{1,5}}年一遇",
    rf"{_D}{{1,2}}[\u4e00-\u9fff]{{1,2}}{_D}{{1,2}}[\u4e00-\u9fff]{{1,2}}(?=”)",
    rf"(?<=双)1[12](?!{_D})",
    rf"(?<=[业务区市商革育造理网]){_D}[.．]0(?=[，。、；”]|\Z|车间|工厂|模式|时代|阶段|平台|系统|标准)",
    rf"[0０](?!{_D}|[.．])(?=[\u4e00-\u9fff]{{2}})(?![个起例件次人户家宗项处条份批场台座所辆名位元岁分℃度以到至为成])",
    rf"{_D}{{1,2}}[大价](?!类|项|米|豆|格|款)",
)
_GROUPS = (
    (Kind.DATE, _DATES),
    (Kind.ORDINAL, _ORDINALS),
    (Kind.IDENTIFIER, _IDENTIFIERS),
    (Kind.OTHER, _OTHERS),
)
_DIGITS = re.compile("|".join(f"(?P<{kind.name}>{'|'.join(patterns)})" for kind, patterns in _GROUPS))
_SCALED = re.compile(rf"{GAP}[余多]?[百千]?[万亿余多]|{DASH}{_D}")
# A decimal point or a thousands separator with digits behind it.
_GOES_ON = re.compile(rf"[.．·]{_D}|[,， ]{_D}{{3}}(?!{_D})")
_IN_BRACKETS = re.compile(rf"{_D}{{1,3}}(?=[)）])")
_LIST_MARK = re.compile(rf"{_D}{{1,2}}[.．、](?!{_D})")
_SECTION_NO = re.compile(rf"({_D}{{1,2}}(?:[.．]{_D}{{1,2}}){{1,3}})[ \u3000、.．]{{1,2}}(?=[\u4e00-\u9fff])")
_SOME_DIGITS = re.compile(rf"{_D}{{1,16}}")
_DECIMAL = re.compile(
    rf"{_D}{{1,16}}(?:[度°]{_D}{{1,2}}[′分](?:{_D}{{1,2}}(?:[.．]{_D}{{1,4}})?[″秒])?"
    rf"|[.．]{_D}{{1,8}}[度°]?|[-—–:：]{_D}{{1,3}})?"
)
# Whatever stands behind them: 附件2所列, 北纬28.34度.
_ALWAYS_CODED = re.compile(
    r"(?:附[ ]?件|附[ ]?表|附[ ]?图|北纬|南纬|东经|西经|比分)[ ：:为]?\Z|['’‘ΦφФ∅№]\Z"
    rf"|(?:[见如附上下，。；、（(\n]|\A)[表图][ ]?\Z|尾号[为是]?(?:{_D}{{1,2}}[、和]){{0,3}}\Z"
)
_CODED = re.compile(
    r"(?:代码|编码|编号|号码|证号|账号|单号|案号|邮编|区划|批号|尾号|卡号尾|卡尾|端口|接口|借方|贷方|科目|[A-Z][座栋区幢]"
    r"|学号|工号|卡号|歼|轰|东风|红旗|长征|神舟|拨打|致电|电话|热线|专线|密码|国道|省道|县道|乡道|序号|[麦单农豆育杂稻粳糯渔])[：:为是-]?[ ]?\Z"
)
_CODE_PARTS = re.compile(rf"(?:[-－—/]{_D}{{1,12}}){{1,4}}(?![{DIGIT}.．%％万亿])")
# A long number after these is a total that left its unit out; after anything else it is a code.
_TOLD = re.compile(r"[计共达为至到于了数量额值比=＝：:约近超]\s?\Z")
_FRACTION_DAY = re.compile(rf"{_D}{{1,2}}[·.．]{_D}{{1,2}}(?![{DIGIT}])")
_DAY_NAMES = re.compile(
    r"[”」』\"]?(?:国家|国际|全国|全民|世界|消费|宪法|消防|普法|知识|环境|护士|教师|特大|专案|案|事件|事故|地震|讲话|精神|晚会|打假|禁毒|主题|宣传|活动|期间|节|日(?!均))"
)
_LETTERS = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ0-9./_+－-]{0,20}\Z")
_CODE_TAIL = re.compile(
    rf"(?:{_D}{{2}}/T[ ]?)?[{DIGIT}A-Za-zＡ-Ｚ]{{0,30}}"
    rf"(?:[-+.．/—°′″×*][{DIGIT}]{{1,12}}){{0,4}}[A-Za-zＡ-Ｚ°′″]{{0,4}}(?:线|级|类|型|号)?"
)
_PLATE = re.compile(r"[\u4e00-\u9fff][A-ZＡ-Ｚ][·•]\Z")
_STANDARD = re.compile(r"[A-Z]{2,5}(?:/[A-Z])?[ ]?\Z")
_STANDARD_NO = re.compile(rf"{_D}{{1,6}}(?:[.．]{_D}{{1,3}}){{0,3}}[-—–]+(?:19|20)?{_D}{{2}}(?!{_D})")
_SPACED_NAME = re.compile(r"[A-Za-z]{2,20}[ ]\Z")
_SPACED_CODE = re.compile(r"(?:P[.．·][A-Z]{1,2}|GB|DB|ISO|HJ|JGJ|CJJ|GB/T|DB\d*/T|/T|No\.?|NO\.?|Q/|T/)\s?\Z")
_LATIN = re.compile(rf"{_D}{{1,6}}[A-Za-z]{{1,4}}[0-9]{{0,3}}(?:级|网络?|技术)?")

_ORDINAL_WORD = re.compile(
    rf"第{_S}(?:{_D}{{1,6}}|{_C}{{1,8}}){_S}(?:{DASH}{_S}第?(?:{_D}{{1,6}}|{_C}{{1,8}}){_S})?"
    rf"(?:期|号|条|款|项|位|名|次|届|批|季度|个|轮|页|版|章|节|方|产业|书记|时间|站|组|级|阶段|场|家|年|小学|中学|医院)?"
)
_RANKED = re.compile(rf"前{_S}(?:{_D}{{1,3}}|{_C}{{1,3}}){_S}(?:名|位|强|列|甲|(?=[，。；、）占的之]|\Z))")
_BEFORE_PERIOD = re.compile(
    rf"[前头]{_S}(?:{_D}{{1,2}}|{_C}{{1,2}}){_S}(?:个月|季度|年|天|周|个季度)|(?:上|下)半年"
    rf"|(?:今后|未来|过去|最近|近){_S}(?:{_D}{{1,2}}|{_C}{{1,3}}){_S}(?:年|个月|天|周|日|个季度)(?!龄|级)(?:来|内|间)?"
)
_CHINESE_DATE = re.compile(
    rf"[一二三四五六七八九〇○零]{{4}}年(?:{_C}{{1,3}}月(?:份|底|初)?(?:{_C}{{1,3}}日)?)?"
    rf"|{_C}{{1,2}}月(?:初[一二三四五六七八九十]|[一二]?十[一二三四五六七八九]?(?![{CHINESE}日号个]))"
    rf"|{_C}{{1,3}}月(?:份|底|初|末|中旬|上旬|下旬)?(?:{_C}{{1,3}}[日号])?(?!饼|嫂|球|色)"
    rf"|[一二三四五六七八九十]{{1,3}}日(?!均|产|内|游)|(?:{_C}{{1,2}}[至到—、和])?{_C}{{1,2}}季度"
    rf"|{_C}{{2,4}}年代|{_C}{{1,3}}年一遇|(?:[一二三四五六七八九两]|二?十[一二三四五六七八九]?)[时点](?:整|半|许|(?:零.|{_C}{{2,3}})分)(?!之)"
    rf"|(?<=[到至晨晚午夜早])(?:[一二三四五六七八九两]|二?十[一二三四五六七八九]?)[时点](?=[，。、；）前后])"
)
_CHINESE_ORDINAL = re.compile(
    rf"{_C}{{1,3}}[是要](?!求)|{_C}{{1,3}}、|{_C}{{1,3}}(?=[）)])|{_C}{{1,2}}则(?=[\u4e00-\u9fff])"
)
_LUNAR = re.compile("[正冬腊]月[初廿卅]?\\Z")
_LUNAR_DAY = re.compile(f"{_C}{{1,3}}")
_NTH_MEETING = re.compile(f"{_C}{{1,3}}次")
_SESSIONS = frozenset("届大协")
_REIGN_YEAR = re.compile(f"{_C}{{1,4}}年")
_REIGNS = re.compile("民国|光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|万历|嘉靖|永乐|洪武|贞观|开元")
_CLAUSE_START = frozenset("，。；：、！？\n（( 　”“")
Skipped = tuple[int, int, Kind]


def digits_at(text: str, at: int, floor: int) -> Skipped | None:
    """What the digits at a place are when they are no figure."""
    coded = _code(text, at, floor)
    if coded:
        return coded
    if dotted := _dotted(text, at):
        return dotted
    found = _DIGITS.match(text, at)
    if found:
        start = at - 1 if found.lastgroup == Kind.IDENTIFIER.name and text[at - 1 : at] in ("〔", "[", "［") else at
        return max(floor, start), found.end(), Kind[_name(found)]
    return (
        _bare(text, at) or _named_by_the_left(text, at) or _listed(text, at) or _named_day(text, at) or _latin(text, at)
    )


def _name(found: re.Match[str]) -> str:
    return next(kind.name for kind, _ in _GROUPS if found[kind.name] is not None)


def _code(text: str, at: int, floor: int) -> Skipped | None:
    """G107, PM2.5, K15+300, 豫G·12345, GB/T 9704—2012: letters before the digits."""
    left = text[max(floor, at - 21) : at]
    if not left or not _MAYBE_CODED.match(left[-1]):
        return None
    standard = _STANDARD_NO.match(text, at) if _STANDARD.search(left) else None
    if standard:
        return at - len(_STANDARD.search(left)[0]), standard.end(), Kind.IDENTIFIER  # type: ignore[index]
    letters = _LETTERS.search(left) or _SPACED_CODE.search(left) or _PLATE.search(left) or _SPACED_NAME.search(left)
    if letters is None or _is_amount(text, at, letters[0]):
        return None
    tail = _CODE_TAIL.match(text, at)
    assert tail is not None
    return at - len(letters[0]), max(tail.end(), at + 1), Kind.IDENTIFIER


_MAYBE_CODED = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ /.\-_+·•]")
# What is measured, and no model or road: CPI100.4, COD450mg/L, pH6.5—7.5.
_MEASURED = "GDP GNP CPI PPI PMI RPI LPR SHIBOR COD CODcr BOD TSP AQI TOC VOCs pH PH ROE RCEP LED"
_INDICATORS = frozenset(_MEASURED.split())
_AMOUNT = re.compile(
    rf"{_D}[{DIGIT}.．,]*{GAP}(?:[余多]?[万亿]|元|%|％|个|人|户|家|台|辆|处|套|座|起|件|条|名|亩|[mμ]g|千)"
)


def _is_amount(text: str, at: int, letters: str) -> bool:
    """GDP274亿元, LED 200盏: a word of letters, and then something counted."""
    if letters[-1] == " ":
        number = _SOME_DIGITS.match(text, at)
        assert number is not None
        return _counted(text, number.end()) or bool(_GOES_ON.match(text, number.end()))
    if letters in _INDICATORS:
        return True
    return len(letters) >= 3 and letters.isalpha() and bool(_AMOUNT.match(text, at))


def _dotted(text: str, at: int) -> Skipped | None:
    """2023-08-31, 2023.9; but 1865.3吨 is a figure."""
    found = _DOTTED_DATE.match(text, at)
    return (at, found.end(), Kind.DATE) if found and not _counted(text, found.end()) else None


def _bare(text: str, at: int) -> Skipped | None:
    digits = _SOME_DIGITS.match(text, at)
    assert digits is not None
    found = _NUMBERS.fullmatch(digits[0].translate(HALF_WIDTH))
    if found is None or _GOES_ON.match(text, digits.end()) or _counted(text, digits.end()):
        return None
    if found["year"] and unknown_at(text, digits.end()):
        return None
    return at, digits.end(), Kind.DATE if found["year"] else Kind.IDENTIFIER


def _named_by_the_left(text: str, at: int) -> Skipped | None:
    """债券代码2305187, 郑单958, "135"工作法: the words before say that it is a code or a name."""
    digits = _SOME_DIGITS.match(text, at)
    assert digits is not None
    end = digits.end()
    left = text[max(0, at - 8) : at]
    if _ALWAYS_CODED.search(left):
        return at, _DECIMAL.match(text, at).end(), Kind.IDENTIFIER  # type: ignore[union-attr]
    if numbered := _numbered(text, at, end, left):
        return numbered
    if _GOES_ON.match(text, end) or _counted(text, end):
        return None
    if left[-1:] in ("“", '"', "「") and text[end : end + 1] in ("”", '"', "」"):
        return at, end, Kind.OTHER
    if _CODED.search(left) or (len(digits[0]) >= 6 and not _TOLD.search(left)):
        return at, end, Kind.IDENTIFIER
    return None


def _numbered(text: str, at: int, end: int, left: str) -> Skipped | None:
    """网格编号03-117, 值班表6-2."""
    found = _CODE_PARTS.match(text, end) if _CODED.search(left) or left[-1:] in ("表", "图") else None
    if found is None or unit_at(text, found.end()) or (left[-1] in "表图" and found.end() - at > 5):
        return None
    return at, found.end(), Kind.IDENTIFIER


def _counted(text: str, at: int) -> bool:
    return bool(unit_at(text, at)) or bool(_SCALED.match(text, at))


def _listed(text: str, at: int) -> Skipped | None:
    """（1）; 1. and 1、 at the beginning of a line or after a full stop."""
    bracketed = _IN_BRACKETS.match(text, at) if text[at - 1 : at] in ("（", "(") and at else None
    if bracketed:
        return at - 1, bracketed.end() + 1, Kind.ORDINAL
    found = _LIST_MARK.match(text, at)
    left = text[max(0, at - 3) : at].rstrip(" \u3000")
    if found and (not left or (left[-1] in "\n。；：" and (left[-1] != "：" or found[0][-1] != "、"))):
        return at, found.end(), Kind.ORDINAL
    found = _SECTION_NO.match(text, at) if not left or left[-1] == "\n" else None
    return (at, found.end(), Kind.ORDINAL) if found and not _counted(text, found.end()) else None


def _named_day(text: str, at: int) -> Skipped | None:
    """3·15, 12·4国家宪法日, “5·12”."""
    found = _FRACTION_DAY.match(text, at)
    if found is None or unit_at(text, found.end()) or text[found.end() : found.end() + 1] in ("万", "亿", "余", "多"):
        return None
    if "·" in found[0] or _DAY_NAMES.match(text, found.end()):
        return at, found.end(), Kind.OTHER
    return None


def _latin(text: str, at: int) -> Skipped | None:
    """5G, 4A级, 3D; but 10km and 110kV are figures."""
    found = _LATIN.match(text, at)
    if found is None:
        return None
    digits = _SOME_DIGITS.match(text, at)
    assert digits is not None
    return None if unit_at(text, digits.end()) else (at, found.end(), Kind.IDENTIFIER)


# 提前15天, 之前3次.
_NO_FIRST = frozenset("提之此目")


def ordinal_at(text: str, at: int) -> Skipped | None:
    """第39期, 第三方, 前十名 and 前8个月, from their first character."""
    if text[at] == "前" and text[at - 1 : at] in _NO_FIRST and at:
        return None
    for pattern, kind in ((_ORDINAL_WORD, Kind.ORDINAL), (_RANKED, Kind.ORDINAL), (_BEFORE_PERIOD, Kind.DATE)):
        found = pattern.match(text, at)
        if found:
            return at, found.end(), Kind.OTHER if found[0].endswith("第三方") else kind
    return None


def chinese_at(text: str, at: int) -> Skipped | None:
    """二〇二三年九月, 八月份, 三季度; 一是, （三）, 二、 at the beginning of a clause."""
    found = _CHINESE_DATE.match(text, at) or _lunar_day(text, at)
    if found:
        return at, found.end(), Kind.DATE
    found = _NTH_MEETING.match(text, at) if text[at - 1 : at] in _SESSIONS and at else None
    if found:
        return at, found.end(), Kind.ORDINAL
    found = _REIGN_YEAR.match(text, at) if _REIGNS.match(text, max(0, at - 2), at) else None
    if found:
        return at, found.end(), Kind.DATE
    found = _CHINESE_ORDINAL.match(text, at)
    if found and (at == 0 or text[at - 1] in _CLAUSE_START) and (found[0][-1] != "、" or _begins_line(text, at)):
        return at, found.end(), Kind.ORDINAL
    return None


def _lunar_day(text: str, at: int) -> re.Match[str] | None:
    """腊月初八, 正月十五."""
    return (
        _LUNAR_DAY.match(text, at)
        if text[at - 1 : at] in "月初廿卅" and at and _LUNAR.search(text[max(0, at - 3) : at])
        else None
    )


def _begins_line(text: str, at: int) -> bool:
    return not text[max(0, at - 3) : at].strip(" \u3000").strip() or text[at - 1] in "。\n"
