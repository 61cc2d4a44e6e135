"""The small head: nothing without judgements, more with each, and none sees what it must not."""

import numpy as np
import pytest

from counterpoint.analysis.positions.coding import Coder, Content, Judged
from counterpoint.analysis.positions.concept import ConceptReading
from counterpoint.analysis.positions.head import Example, Head, HeadInput, fit_head
from counterpoint.analysis.positions.model import PositionModel
from counterpoint.types import Act
from counterpoint.types.position import Codebook, Concept, Stance

VECTORS = np.eye(2, 8, dtype=np.float32)


def asked(rows, *, about=0.6, lean=0.55):
    """Contents in two groups of like meaning, on concept 0; the network leans to "for"."""
    draw = np.random.default_rng(3)
    centres = np.eye(8)[[4, 6]]
    contents = np.asarray([centres[one] + 0.1 * draw.normal(size=8) for one in rows], np.float32)
    contents /= np.linalg.norm(contents, axis=1, keepdims=True)
    readings = [ConceptReading(about, lean, 0.1) for _ in rows]
    return HeadInput(readings, contents, np.zeros(len(rows), np.int64))


def test_without_judgements_the_network_has_its_say():
    given = asked([0, 1, 0])

    for head in (Head(VECTORS), fit_head(given.take(np.arange(0)), [], VECTORS)):
        found = head.read(given)
        assert [one.lean for one in found] == pytest.approx([0.55] * 3)
        assert [one.about for one in found] == pytest.approx([0.6] * 3)


def test_contents_of_like_meaning_follow_what_was_judged():
    given = asked([0, 1] * 6)
    head = fit_head(given, [Example(1 if at % 2 == 0 else -1) for at in range(12)], VECTORS)

    found = head.read(asked([0, 1]))

    assert found[0].lean > 0.6
    assert found[1].lean < 0.4


def test_one_judgement_moves_less_than_ten():
    one = fit_head(asked([1]), [Example(-1)], VECTORS).read(asked([1]))[0].lean
    ten = fit_head(asked([1] * 10), [Example(-1)] * 10, VECTORS).read(asked([1]))[0].lean

    assert ten < one < 0.55


def test_not_about_it_is_learned_too():
    given = asked([0, 1] * 6)
    head = fit_head(given, [Example(at % 2) for at in range(12)], VECTORS)

    found = head.read(asked([0, 1]))

    assert found[0].about < 0.5 < found[1].about


@pytest.fixture(scope="module")
def model():
    return PositionModel()


BOOK = Codebook((Concept("Harbour dredging", "The harbour should be dredged deeper."),))
LIKE = "The eelgrass off the old pier must stay exactly where it has grown since my childhood."


def judged(fold):
    words = (
        "The eelgrass near the old pier should be left in peace, as it always was.",
        "Nobody may touch the eelgrass that grows beside the old pier.",
        "Eelgrass by the pier has to stay where it has grown for a hundred years.",
        "We want the eelgrass at the old pier to be kept as it is.",
    )
    return [Judged(Content(one, fold=fold), 0, -1) for one in words]


def test_coding_follows_judgements_but_not_those_of_its_own_fold(model):
    plain = Coder(model, BOOK).code([Content("The harbour should be dredged. " + LIKE)])[0]
    coder = Coder(model, BOOK, judged=judged(fold=3))

    seen, own = coder.code(
        [Content("The harbour should be dredged. " + LIKE, fold=f) for f in (0, 3)]
    )

    def lean(found):
        return sum(int(one.stance) * one.score for one in found)

    assert lean(own) == pytest.approx(lean(plain), abs=1e-3)
    assert lean(seen) < lean(plain)


def test_who_denies_is_learned_from_as_denying(model):

    text = "the harbour should be dredged deeper for the sake of everybody who lives here"
    denied = [Judged(Content(text, act=Act.DENIES, negated=False), 0, -1)] * 4

    found = Coder(model, BOOK, judged=denied).code([Content(text)])[0]

    assert [one.stance for one in found] == [Stance.AGREE]
