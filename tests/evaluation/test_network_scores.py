"""Edges are scored by name, direction and sign, article by article and over all of them."""

import pytest

from counterpoint.evaluation.network import GoldNetwork, best_fit, score_networks

ENTITIES = {"Ann Lee": "People", "Liberal members": "People", "night flights": "Topic"}
STANCES = (
    ("Liberal members", "night flights", -1),
    ("Liberal members", "Ann Lee", 1),
    ("Not in the list", "Ann Lee", -1),
)
GOLD = GoldNetwork(ENTITIES, STANCES)


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("President Lee’s", "Ann Lee"),
        ("Liberals", "Liberal members"),
        ("the flights", "night flights"),
        ("Mary Ford", None),
        ("...", None),
    ],
)
def test_names_stand_for_the_entity_they_fit_best(name, entity):
    assert best_fit(name, ENTITIES) == entity


def test_right_edges_are_perfect():
    scores = score_networks([(GOLD, STANCES[:2])])

    assert all(view.f1 == 1 for view in scores.views.values())
    assert scores.pearson == pytest.approx(1)


def test_wrong_sign_is_a_right_pair_only():
    scores = score_networks([(GOLD, [(a, b, -sign) for a, b, sign in STANCES[:2]])])

    assert scores.views["pair"].f1 == 1
    assert scores.views["signed"].f1 == 0
    assert scores.sign == 0


def test_wrong_direction_counts_undirected_only():
    scores = score_networks([(GOLD, [(b, a, sign) for a, b, sign in STANCES[:2]])])

    assert scores.views["signed"].f1 == 0
    assert scores.views["undirected"].f1 == 1


def test_actors_and_things_are_told_apart():
    scores = score_networks([(GOLD, [STANCES[0]])])

    assert scores.views["concepts"].f1 == 1
    assert scores.views["actors"].recall == 0


def test_edge_with_a_name_that_gold_lacks_is_counted_apart():
    scores = score_networks([(GOLD, [("Nobody", "Ann Lee", 1)])])

    assert (scores.unmatched, scores.edges) == (1, 1)
    assert scores.views["signed"].predicted == 0


def test_contradicting_pieces_of_one_pair_cancel_out():
    edge = STANCES[1]
    scores = score_networks([(GOLD, [edge, (edge[0], edge[1], -edge[2])])])

    assert scores.views["pair"].right == 1
    assert scores.views["signed"].right == 0
