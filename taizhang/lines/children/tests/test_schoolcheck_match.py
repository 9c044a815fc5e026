"""What a school check settles, what it leaves to a clerk, and what it never does."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.county.standards import citizen_id
from taizhang.lines.children.schoolcheck import Person, Result, Stage, Thresholds, match

# A birth date that nobody has yet, so that every sequence may be used.
BORN = date(2112, 3, 15)


def number(sequence: int, born: date = BORN) -> str:
    return citizen_id.synthetic("410726", born, sequence)


def slipped(whole: str, at: int) -> str:
    """With the digit at a position, counted from 1, put up by one."""
    return whole[: at - 1] + str((int(whole[at - 1]) + 1) % 10) + whole[at:]


def child(name: str, id_no: str = number(123)) -> Person:
    return Person(f"child {name}", name, id_no)


def pupil(name: str, id_no: str = number(123)) -> Person:
    return Person(f"pupil {name}", name, id_no)


def settled(result: Result) -> dict[str, str]:
    return {pair.child: pair.pupil for pair in result.pairs}


def shown(result: Result) -> dict[str, list[str]]:
    return {one.child: [pair.pupil for pair in one.candidates] for one in result.to_decide}


def test_the_same_number_and_name_are_settled():
    (pair,) = match([child("王子轩")], [pupil("王子轩")]).pairs
    assert (pair.stage, pair.score) == (Stage.EXACT, 100)
    assert pair.evidence == ("身份号码一致", "姓名一致")


def test_spelling_is_no_difference():
    written = f"'{number(129)[:6]} {number(129)[6:14]}　{number(129)[14:].lower()}"
    (pair,) = match([child("吴子轩", number(129))], [pupil("吳 子 軒", written)]).pairs
    assert pair.score == 100


def test_a_slip_is_settled_and_the_damaged_side_named():
    (pair,) = match([child("王子轩")], [pupil("王子轩", slipped(number(123), 15))]).pairs
    assert pair.stage is Stage.COMPARED
    assert pair.evidence == ("身份号码第 15 位不同：1 / 2", "学籍一方校验位不符", "姓名一致")


def test_exchanged_digits_are_settled_across_the_year_and_the_month_too():
    whole = number(123, date(2112, 10, 15))
    exchanged = whole[:9] + whole[10] + whole[9] + whole[11:]
    (pair,) = match([child("王子轩", whole)], [pupil("王子", exchanged)]).pairs
    assert pair.evidence[0] == "身份号码第 10、11 位颠倒：21 / 12"


def test_fifteen_digits_are_settled():
    result = match([child("王子轩")], [pupil("王子轩", number(123)[:6] + number(123)[8:17])])
    assert result.pairs[0].evidence[0] == "身份号码一致，其中一方为15位旧号"


def test_fifteen_digits_that_differ_where_twins_do_are_for_a_clerk():
    result = match([child("王子轩")], [pupil("王子轩", number(143)[:6] + number(143)[8:17])])
    assert result.to_decide[0].candidates[0].evidence[0] == "身份号码第 14 位不同（按15位比较）：2 / 4"


def test_a_changed_surname_with_the_same_number_is_settled():
    (pair,) = match([child("王子轩")], [pupil("李子轩")]).pairs
    assert pair.evidence == ("身份号码一致", "名同姓不同：王子轩 / 李子轩")


def test_the_same_number_under_a_wholly_different_name_is_for_a_clerk():
    result = match([child("王子轩")], [pupil("赵敏")])
    assert not result.pairs
    assert shown(result) == {"child 王子轩": ["pupil 赵敏"]}


def test_twins_with_neighbouring_numbers_are_kept_apart():
    first, second = child("王子轩", number(121)), child("王子豪", number(123))
    pupils = [pupil("王子轩", slipped(number(121), 17)), pupil("王子豪", number(123))]
    assert settled(match([first, second], pupils)) == {"child 王子轩": "pupil 王子轩", "child 王子豪": "pupil 王子豪"}


def test_a_twin_is_not_taken_for_the_one_who_is_not_at_school():
    result = match([child("王子轩", number(121))], [pupil("王子豪", number(123))])
    assert result.unmatched == ["child 王子轩"]


def test_a_twin_with_a_slip_where_twins_differ_is_not_taken_for_the_other():
    near = number(121)[:16] + "3" + number(121)[17]
    result = match([child("王子轩", number(121))], [pupil("王子豪", near)])
    assert not result.pairs


def test_namesakes_of_one_day_are_for_a_clerk():
    result = match([child("王子轩", number(121))], [pupil("王子轩", number(123))])
    (candidate,) = result.to_decide[0].candidates
    assert "双方校验位均相符，可能是两个人" in candidate.evidence


def test_a_namesake_goes_unnoticed_where_the_child_itself_is_found():
    pupils = [Person("own", "王子轩", number(121)), Person("namesake", "王子轩", number(123))]
    assert settled(match([child("王子轩", number(121))], pupils)) == {"child 王子轩": "own"}


def test_a_siblings_number_is_for_a_clerk_who_sees_both_children():
    elder, younger = child("王子轩", number(121)), child("王佳怡", number(124, date(2114, 6, 1)))
    result = match([elder, younger], [pupil("王子轩", younger.id_no)])
    assert not result.pairs
    assert shown(result) == {"child 王子轩": ["pupil 王子轩"], "child 王佳怡": ["pupil 王子轩"]}
    assert "另一儿童的号码" in result.to_decide[0].candidates[0].evidence[0]


def test_a_brothers_number_under_a_name_one_character_apart_is_for_a_clerk():
    elder, younger = child("王子轩", number(121)), child("王子豪", number(123, date(2114, 6, 1)))
    result = match([elder, younger], [pupil("王子轩", younger.id_no)])
    assert not result.pairs
    assert set(shown(result)) == {elder.key, younger.key}


def test_without_a_number_a_name_settles_nothing():
    result = match([child("王子轩")], [pupil("王子轩", "")])
    assert result.to_decide[0].candidates[0].evidence == ("学籍无可用的身份号码", "姓名一致")


def test_a_frequent_name_without_a_number_is_not_even_proposed():
    children = [child("王子轩", number(121)), *(Person(n, "王子轩", number(n)) for n in (123, 125, 127))]
    assert not match(children, [pupil("王子轩", "")]).to_decide


def test_two_rows_of_one_child_are_for_a_clerk():
    pupils = [Person("old school", "王子轩", number(121)), Person("new school", "王子轩", number(121))]
    result = match([child("王子轩", number(121))], pupils)
    assert shown(result) == {"child 王子轩": ["old school", "new school"]}


def test_thresholds_move_pairs_to_the_clerk():
    pupils = [pupil("王子轩", slipped(number(123), 15))]
    result = match([child("王子轩")], pupils, thresholds=Thresholds(settle=99))
    assert not result.pairs
    assert len(result.to_decide) == 1


def _persons(prefix: str) -> st.SearchStrategy[list[Person]]:
    """Few names and numbers, so that they meet, and slips in some of the numbers."""
    name = st.sampled_from(("王子轩", "王梓萱", "王子豪", "李子轩", "王轩", "赵敏"))
    plain = st.builds(number, st.integers(121, 126))
    damaged = st.builds(slipped, plain, st.integers(1, 17))
    rows = st.lists(st.tuples(name, st.one_of(plain, damaged, st.just(""))), max_size=6)
    return rows.map(lambda found: [Person(f"{prefix}{n}", *row) for n, row in enumerate(found)])


@given(_persons("c"), _persons("p"), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_lists_does_not_matter(children, pupils, chance):
    before = match(children, pupils)
    chance.shuffle(children)
    chance.shuffle(pupils)
    after = match(children, pupils)
    assert settled(before) == settled(after)
    assert set(before.unmatched) == set(after.unmatched)


@given(_persons("c"), _persons("p"))
@settings(deadline=None)
def test_every_child_has_one_answer_and_every_pupil_one_child(children, pupils):
    result = match(children, pupils)
    pairs, undecided = settled(result), shown(result)
    assert len(set(pairs.values())) == len(result.pairs)
    assert sorted([*pairs, *undecided, *result.unmatched]) == sorted(one.key for one in children)


@given(st.lists(st.integers(1, 999), unique=True, max_size=20))
@settings(deadline=None)
def test_equal_numbers_and_names_are_always_found(sequences):
    people = [Person(sequence, "王子轩", number(sequence)) for sequence in sequences]
    assert settled(match(people, reversed(people))) == {sequence: sequence for sequence in sequences}
