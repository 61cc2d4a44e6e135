"""The act and the negation of a statement, read from its cue and its sentence."""

from pathlib import Path

import pytest

from counterpoint.analysis.acts import act_of, is_negated
from counterpoint.types import Act, Attribution, Manner, Span
from counterpoint.workflow.annotate import Engine, ReadingOptions
from counterpoint.workflow.evaluate import evaluate_acts

GOLD = Path(__file__).parent / "gold"
RULES = ReadingOptions(engine=Engine.RULES, speakers=False)


@pytest.mark.parametrize(
    ("cue", "following", "act"),
    [
        ("has repeatedly called for", "a truce", Act.DEMANDS),
        ("asked", "whether it was safe", Act.ASKS),
        ("asked", "the firm to leave", Act.DEMANDS),
        ("refused to say", "whether", Act.SAYS),
        ("refused", "the loan", Act.OPPOSES),
        ("rejected", "claims that he lied", Act.DENIES),
        ("rejected", "the offer", Act.OPPOSES),
        ("vouched for", "neutrality", Act.SUPPORTS),
        ("is expected", "to rise", Act.BELIEVES),
        (":", "", Act.SAYS),
    ],
)
def test_act_of_a_cue(cue, following, act):
    assert act_of(cue, following) is act


def attribution(text, source, cue, content):
    def at(words):
        start = text.index(words)
        return (Span(start, start + len(words)),)

    return Attribution(at(source), at(cue), at(content), Manner.INDIRECT, 1.0)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "negated"),
    [
        ("Not once has the chief called for talks.", "the chief", "called for", "talks", True),
        ("The chief did not call for talks.", "The chief", "call for", "talks", True),
        ("Nobody said a word.", "Nobody", "said", "a word", True),
        ("She said it would not rain.", "She", "said", "it would not rain", False),
        ("She, who did not vote, said it rained.", "She", "said", "it rained", False),
        ("He not only said it, he swore it.", "He", "said", "it", False),
        ("It was not cold, and she said so twice.", "she", "said", "so twice", False),
    ],
)
def test_negation(text, source, cue, content, negated):
    found = attribution(text, source, cue, content)

    assert is_negated(text, found, Span(0, len(text))) is negated


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("statements.jsonl", {"act": 0.97, "negation": 0.95, "nested": 0.88, "author": 0.9}),
        ("statements-fresh.jsonl", {"act": 0.94, "negation": 0.95, "nested": 0.75, "author": 0.9}),
    ],
)
def test_figures_on_own_gold_do_not_fall(name, floors):
    scores = evaluate_acts(GOLD / name, options=RULES)
    figures = {
        "act": scores.act,
        "negation": scores.negation.f1,
        "nested": scores.nested.f1,
        "author": scores.author.f1,
    }

    assert {key for key, floor in floors.items() if figures[key] < floor} == set()
