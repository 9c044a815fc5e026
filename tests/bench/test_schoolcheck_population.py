"""A made-up population is the same each time, and the school check finds nearly all of it and nothing wrong."""

import pytest

from bench.schoolcheck.damage import HARSH
from bench.schoolcheck.population import Population, population
from bench.schoolcheck.report import measured
from bench.schoolcheck.score import shown


@pytest.fixture(scope="module")
def people() -> Population:
    return population(7, children=500, pupils=2_000)


def test_a_seed_makes_the_same_population(people):
    assert population(7, children=500, pupils=2_000) == people


def test_a_tenth_of_the_children_is_not_at_school(people):
    assert len(people.truth) == 450
    assert {"twins", "namesakes", "sibling's number", "surname"} == set(people.hard)


def test_the_check_is_precise_and_finds_the_rest_for_a_clerk(people):
    result, score = measured(people)
    assert score.precision >= 0.998
    assert score.recall >= 0.985
    assert shown(people, result) >= 0.995


def test_more_damage_costs_recall_and_no_precision():
    people = population(8, children=500, pupils=2_000, mix=HARSH)
    _, score = measured(people)
    assert score.precision >= 0.995
    assert score.recall >= 0.97
