"""Agreement between coders: coefficients against worked examples and laws."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.network.agreement_coders import (
    Coefficient,
    Level,
    bootstrap,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    percent_agreement,
)
from counterpoint.network.agreement_report import AgreementOptions, agreement_report
from counterpoint.network.unitizing import Continuum, match_spans, unitizing_alpha
from counterpoint.readers.statement_table import read_statement_rows

# Krippendorff's example with four coders, twelve units and missing values (Content Analysis, 2004).
GAPS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]
# Ten subjects, fourteen raters, five categories: how often each category was given.
TEN = [
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
]


@pytest.mark.parametrize(
    ("level", "expected"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)],
)
def test_krippendorffs_own_example(level, expected):
    assert krippendorff_alpha(GAPS, level) == pytest.approx(expected, abs=5e-4)


def test_fleiss_kappa_of_a_textbook():
    rows = [[value for value, times in enumerate(row) for _ in range(times)] for row in TEN]

    assert fleiss_kappa(rows) == pytest.approx(0.210, abs=5e-4)


def test_cohen_kappa_of_a_two_by_two_table():
    rows = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15

    assert cohen_kappa(rows) == pytest.approx(0.4)
    assert percent_agreement(rows) == pytest.approx(0.7)


@pytest.mark.parametrize("measure", [krippendorff_alpha, cohen_kappa, fleiss_kappa])
def test_one_single_value_gives_no_number(measure):
    assert measure([("a", "a"), ("a", "a")]) is None


def test_units_that_one_coder_rated_say_nothing():
    assert krippendorff_alpha([("a", None), (None, "b")]) is None
    assert krippendorff_alpha([("a", "a"), ("b", "b"), ("a", None)]) == pytest.approx(1.0)


def test_texts_have_no_order():
    with pytest.raises(InputError, match="compares numbers"):
        krippendorff_alpha([("a", "b")], Level.ORDINAL)


ratings = st.lists(st.tuples(*[st.none() | st.integers(0, 3)] * 3), min_size=1, max_size=12)


@given(ratings, st.permutations([0, 1, 2]))
def test_order_of_coders_and_units_does_not_matter(rows, order):
    swapped = [tuple(row[at] for at in order) for row in reversed(rows)]
    for level in Level:
        one, two = krippendorff_alpha(rows, level), krippendorff_alpha(swapped, level)
        assert (one is None and two is None) or one == pytest.approx(two)


@given(ratings)
def test_alpha_is_at_most_one_and_one_only_without_disagreement(rows):
    alpha = krippendorff_alpha(rows)
    differ = any(len({value for value in row if value is not None}) > 1 for row in rows)

    assert alpha is None or alpha <= 1 + 1e-12
    assert alpha is None or (abs(alpha - 1) < 1e-9) != differ


def test_bootstrap_is_seeded_and_holds_the_value():
    chance = random.Random(1)
    rows = [(one, one if chance.random() < 0.8 else 1 - one) for one in (0, 1) * 40]
    groups = [str(at // 4) for at in range(80)]
    first = bootstrap(rows, groups, Coefficient.ALPHA, draws=200, seed=5)

    assert first == bootstrap(rows, groups, Coefficient.ALPHA, draws=200, seed=5)
    assert first.low < first.value < first.high


def test_spans_that_are_the_same_agree_fully():
    spans = [(3, 9), (20, 31)]

    assert unitizing_alpha([Continuum(50, {"a": spans, "b": spans})]).value == pytest.approx(1)


def test_spans_at_random_agree_as_chance_would_have_it():
    chance = random.Random(2)
    documents = []
    for _ in range(300):
        spans = {}
        for coder in "ab":
            start = chance.randrange(0, 180)
            spans[coder] = [(start, start + 20)]
        documents.append(Continuum(200, spans))

    assert abs(unitizing_alpha(documents).value) < 0.12


def test_small_shifts_cost_little_and_missing_spans_much():
    marked = [(10, 40), (60, 90)]
    shifted = unitizing_alpha([Continuum(100, {"a": marked, "b": [(12, 40), (60, 91)]})]).value
    missed = unitizing_alpha([Continuum(100, {"a": marked, "b": [(10, 40)]})]).value

    assert shifted > 0.95
    assert missed < shifted - 0.2


def test_nothing_marked_gives_no_number():
    assert unitizing_alpha([Continuum(10, {"a": [], "b": []})]).value is None


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30), st.integers(1, 9)), max_size=12)
)
def test_every_span_is_in_one_group_and_no_coder_twice(found):
    spans = [(coder, start, start + size) for coder, start, size in found]
    groups = match_spans(spans)

    assert sorted(at for group in groups for at in group) == list(range(len(spans)))
    assert all(len({spans[at][0] for at in group}) == len(group) for group in groups)


TRAM = Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv"


def test_report_of_the_example():
    report = agreement_report(read_statement_rows(TRAM), AgreementOptions(draws=50))
    values = {
        (measure.scope, measure.variable, measure.coefficient): measure
        for measure in report.measures
        if measure.scope == "all"
    }
    organisation = values["all", "organization", Coefficient.ALPHA]
    concept = values["all", "concept", Coefficient.ALPHA]

    assert report.coders == ("ann", "ben")
    assert organisation.value == pytest.approx(1.0)
    assert 0.6 < concept.low < concept.value < concept.high < 1
    assert 0.7 < values["all", "", Coefficient.UNITIZING].value < 1


def test_every_disagreement_is_listed_with_its_statements():
    table = read_statement_rows(TRAM)
    report = agreement_report(table, AgreementOptions(draws=0, variables=["concept"]))
    share = next(
        measure
        for measure in report.measures
        if measure.scope == "all" and measure.coefficient is Coefficient.PERCENT
    )
    differing = [one for one in report.disagreements if one.variable == "concept"]

    assert len(differing) == round((1 - share.value) * share.units)
    assert all(len(one.statement_ids) == 2 and one.words for one in differing)


def test_one_coder_is_an_error_that_says_what_is_missing(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("coder,organization,concept\nann,A,x\nann,B,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="two coders"):
        agreement_report(read_statement_rows(path))
