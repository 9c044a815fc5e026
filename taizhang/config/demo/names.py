"""Invented names, citizen numbers and accounts that belong to nobody, the same at every run."""

from collections import Counter
from datetime import date
from random import Random

from taizhang.county.standards import bank, citizen_id

_SURNAMES = (
    "赵钱孙周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏章云苏潘葛范彭鲁韦马苗方俞任袁柳史唐薛雷贺倪汤"
)
_FIRST = "建志永国文春秀玉桂海明新晓俊嘉子思雨欣浩宇梓佳静雅丽红长广德兴"
_SECOND = "华强军平生林英兰芳梅霞玲敏涛鹏飞辉斌阳宁轩涵琪怡妍瑶萌诺凯杰顺安"
_VILLAGES = ("东街", "西街", "南街", "北街", "前庄", "后庄", "大王庄", "小王庄", "柳园", "枣林", "石桥", "张堤", "李堤",
             "桥南", "河头", "新庄", "老庄", "槐树", "高庙", "马坊")  # fmt: skip
# Kept for centenarians: with a recent birth date these serials belong to nobody.
_FIRST_SERIAL, _LAST_SERIAL = 996, 999


class Names:
    """A source of particulars; two sources with the same seed give the same ones in the same order."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self._numbers: Counter[date] = Counter()
        self._promised: Counter[date] = Counter()
        self._account = 0

    def person(self) -> str:
        given = self.random.choice(_FIRST) + (self.random.choice(_SECOND) if self.random.random() < 0.85 else "")
        return self.random.choice(_SURNAMES) + given

    def pair(self) -> str:
        return f"{self.person()}、{self.person()}"

    def village(self) -> str:
        return f"{self.random.choice(_VILLAGES)}村"

    def citizen_number(self, birth: date) -> str:
        """Raises Invalid for a fifth person of one day: four numbers of a day belong to nobody."""
        serial = _FIRST_SERIAL + self._numbers[birth]
        self._numbers[birth] += 1
        return citizen_id.synthetic("410726", birth, serial)

    def reserve(self, birth: date) -> bool:
        """False when the day's four numbers are promised already."""
        self._promised[birth] += 1
        return self._promised[birth] <= _LAST_SERIAL - _FIRST_SERIAL

    def account(self) -> str:
        self._account += 1
        return account(self._account)

    def phone(self) -> str:
        return f"1380000{self.random.randrange(10_000):04d}"


def account(number: int) -> str:
    """A card number with a right check digit in a stretch that stands for no bank's customers."""
    payload = f"6217000000{number:08d}"
    return payload + bank.luhn_check_digit(payload)
