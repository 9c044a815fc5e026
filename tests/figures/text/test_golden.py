"""What the founding bulletin says, number by number: what holds, what cannot, and what is no arithmetic at all."""

import pytest

from taizhang.county.figures.text.relations import relations

CHILDREN = "为孤儿31人、事实无人抚养儿童164人发放基本生活费，每人每月1050元，1—8月份累计发放{}万元。"
SHARE = "目前有研发活动的企业共57家，占规上企业的{}%。"
YULIN = "榆林乡共排查矛盾纠纷94起，成功化解80起，引导走法律程序{}起。"
TOWNS = "四个乡镇共排查矛盾纠纷435起，化解421起，化解率{}%。"
BONDS = "谋划专项债券项目75个，资金总概算223亿元，申请债券资金76亿元；成功发行项目10个，发行金额{}亿元。"
PERIODS = (
    "截至目前，全县共排查隐患320处。1—8月份，排查隐患280处。今年以来，整改隐患300处。"
    "目前，在册企业76户。此次行动排查隐患45处，整改隐患41处。"
)


def failing(text):
    return [one for one in relations(text) if not one.holds]


def of_type(kind, text):
    return [one for one in relations(text) if one.type == kind]


def test_money_that_head_count_rate_and_months_do_not_make_is_told_with_what_is_left_and_why_it_may_be():
    (found,) = failing(CHILDREN.format("170余"))

    assert found.type == "product"
    assert "163.8万元" in found.note
    assert "6.2万元" in found.note
    assert "补发" in found.note


def test_of_three_counts_the_two_that_the_money_is_for_are_multiplied():
    text = (
        "民政局按照每人每月1050元的标准，为社会散居孤儿和事实无人抚养儿童发放基本生活费，同时加强农村留守儿童关爱，"
        "切实保障孤儿与事实无人抚养儿童基本生活。截至目前，纳入政策保障孤儿31人、事实无人抚养儿童164人、留守儿童196人，"
        "1—8月份累计发放基本生活费170余万元。"
    )
    assert "（31人+164人）" in failing(text)[0].note


def test_money_that_head_count_rate_and_months_make_is_found_and_holds():
    assert [one.holds for one in of_type("product", CHILDREN.format("163.8"))] == [True]


def test_a_share_of_a_whole_that_is_not_written_implies_it():
    (found,) = of_type("ratio", SHARE.format("56.4"))

    assert found.holds
    assert "101家" in found.note


def test_a_share_that_no_whole_number_of_enterprises_has_is_told():
    assert [one.type for one in failing(SHARE.format("56.40"))] == ["ratio"]


def test_fourteen_left_agree_with_some_ten_who_went_to_court():
    assert failing(YULIN.format("10余")) == []
    assert of_type("sum", YULIN.format("10余"))[0].holds


def test_more_than_fourteen_cannot_have_gone_to_court():
    assert [one.type for one in failing(YULIN.format("20余"))] == ["part_of"]


@pytest.mark.parametrize(("stated", "types"), [("96.8", []), ("98.6", ["ratio"])])
def test_the_rate_of_four_towns_is_of_all_they_found(stated, types):
    assert [one.type for one in failing(TOWNS.format(stated))] == types


def test_two_rates_of_one_town_are_each_of_their_own_numbers():
    assert failing("胙城乡共排查调处矛盾109起，调处率100%，成功率100%，化解信访积案1起。") == []
    assert failing("胙城乡共排查矛盾109起，调处109起，调处率100%，调处成功107起，成功率98.2%。") == []


def test_bonds_fall_from_stage_to_stage_and_are_never_added_up():
    assert {one.type for one in relations(BONDS.format("3.47"))} == {"part_of"}
    assert failing(BONDS.format("3.47")) == []
    assert [one.type for one in failing(BONDS.format("347"))] == ["part_of"]


def test_tiers_are_no_parts_of_one_another_unless_the_text_says_so():
    tiers = "创新型中小企业、专精特新企业、小巨人企业、重点小巨人企业分别为32家、15家、4家、2家。"

    assert relations(tiers) == []
    assert failing("培育创新型中小企业32家，其中专精特新企业15家、小巨人企业4家、重点小巨人企业2家。") == []


def test_visits_and_places_are_not_held_against_each_other():
    assert relations("清查整治各业态经营主体76余户，检查场所45家次、学校69所。") == []


def test_numbers_of_different_periods_are_not_held_against_each_other():
    assert failing(PERIODS) == []
