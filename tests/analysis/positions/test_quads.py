"""Verbs tell words from deeds and help from harm."""

import pytest

from counterpoint.analysis.positions.lexicon import quad_prior
from counterpoint.analysis.positions.rules import named_sign, sign_of_act
from counterpoint.types import Act

QUADS = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]


@pytest.mark.parametrize(
    ("text", "quad"),
    [
        ("Kenya praised Uganda.", "verbal-cooperation"),
        ("Kenya sent food to Uganda.", "material-cooperation"),
        ("Kenya criticised Uganda.", "verbal-conflict"),
        ("Kenya bombed Uganda.", "material-conflict"),
        ("Kenya agreed to withdraw troops from Uganda.", "verbal-cooperation"),
        ("Kenya threatened to bomb Uganda.", "verbal-conflict"),
        ("Kenya lifted the sanctions on Uganda.", "material-cooperation"),
        ("Kenya refused to meet Uganda.", "verbal-conflict"),
        ("Kenya suspended aid to Uganda.", "material-conflict"),
    ],
)
def test_class_of_a_sentence(text, quad):
    scores = quad_prior(text, len("Kenya"))

    assert QUADS[scores.index(max(scores))] == quad


def test_sentence_without_such_words_says_nothing():
    assert quad_prior("Kenya lies beside Uganda.") == [0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("act", "negated", "cue", "sign"),
    [
        pytest.param(Act.SAYS, False, "said", 1, id="says"),
        pytest.param(Act.DENIES, False, "denied", -1, id="denies"),
        pytest.param(Act.OPPOSES, False, "rejected", -1, id="rejects-a-claim"),
        pytest.param(Act.SAYS, True, "did not say", 0, id="did-not-say"),
        pytest.param(Act.DENIES, True, "did not deny", 0, id="did-not-deny"),
        pytest.param(Act.ASKS, False, "asked whether", 0, id="asks"),
    ],
)
def test_act_turns_the_sign_of_the_content(act, negated, cue, sign):
    assert sign_of_act(act, negated=negated, cue=cue) == sign


def test_support_and_opposition_name_their_side():
    assert named_sign(Act.SUPPORTS, negated=False) == 1
    assert named_sign(Act.OPPOSES, negated=False) == -1
    assert named_sign(Act.SUPPORTS, negated=True) == -1
    assert named_sign(Act.SAYS, negated=False) == 0
