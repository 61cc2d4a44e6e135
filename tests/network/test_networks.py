"""Networks by hand: definitions, misfits, empty results, the differences of the two modes."""

from datetime import datetime

import numpy as np
import pytest
from made_statements import cells, seconds, table_of

import counterpoint
from counterpoint.errors import InputError
from counterpoint.network import event_list, network, networks
from counterpoint.network.calendar import add_units, steps, units_between
from counterpoint.types import NetworkKind, NetworkSpec, TimeUnit

ROWS = [
    (0, "A", "p", 1, 2),
    (0, "A", "p", 1, 2),
    (1, "A", "q", 0, -1),
    (1, "B", "p", 1, 1),
    (2, "B", "q", 1, 0),
    (2, "C", "p", 0, -2),
]


def test_twomode_counts_combines_and_subtracts():
    table = table_of(ROWS)

    assert cells(network(table, NetworkSpec()))[("A", "p")] == 2
    combined = cells(network(table, NetworkSpec(aggregation="combine")))
    assert combined == {("A", "p"): 1, ("A", "q"): 2, ("B", "p"): 1, ("B", "q"): 1, ("C", "p"): 2}
    signed = cells(network(table, NetworkSpec(aggregation="subtract")))
    assert signed == {("A", "p"): 2, ("A", "q"): -1, ("B", "p"): 1, ("B", "q"): 1, ("C", "p"): -1}


def test_normalisation_by_activity_and_prominence():
    table = table_of(ROWS)
    activity = cells(network(table, NetworkSpec(aggregation="subtract", normalisation="activity")))
    prominence = cells(network(table, NetworkSpec(normalisation="prominence")))

    assert activity[("A", "p")] == pytest.approx(2 / 3)
    assert prominence[("A", "p")] == pytest.approx(2 / 4)


def test_congruence_and_conflict_multiply_statements():
    table = table_of(ROWS)
    congruence = cells(network(table, NetworkSpec(kind="onemode", aggregation="congruence")))
    conflict = cells(network(table, NetworkSpec(kind="onemode", aggregation="conflict")))

    assert congruence[("A", "B")] == 2  # 2 x 1 on p
    assert conflict[("A", "B")] == 1  # on q
    assert conflict[("A", "C")] == 2


def test_a_month_counts_once_within_a_year_and_across_years_only_in_dna():
    table = table_of(
        [(0, "A", "p", 1), (1, "A", "p", 1), (2, "A", "p", 1)],
        dates=["2019-05-02", "2019-05-30", "2020-05-11"],
    )

    standard = network(table, NetworkSpec(duplicates="month"))
    dna = network(table, NetworkSpec(duplicates="month", mode="dna"))

    assert (standard.dense.sum(), dna.dense.sum()) == (2, 1)


def test_large_integers_repeat_in_standard_but_not_in_dna():
    rows = [(0, "A", "p", 1, 200), (0, "A", "p", 1, 200), (0, "A", "q", 1, 5), (0, "A", "q", 1, 5)]
    options = {"qualifier": "intensity", "aggregation": "combine", "duplicates": "document"}
    table = table_of(rows)

    assert network(table, NetworkSpec(**options)).statement_count == 2
    assert network(table, NetworkSpec(mode="dna", **options)).statement_count == 3


def test_one_single_integer_value_is_full_agreement_in_standard_and_nan_in_dna():
    table = table_of([(0, "A", "p", 1, 3), (0, "B", "p", 1, 3)])
    options = {"kind": "onemode", "qualifier": "intensity", "aggregation": "congruence"}

    assert cells(network(table, NetworkSpec(**options))) == {("A", "B"): 1, ("B", "A"): 1}
    assert np.isnan(network(table, NetworkSpec(mode="dna", **options)).weights).all()


def test_conflict_of_texts_needs_two_sides_in_standard():
    table = table_of([(0, "A", "p", 1, 0, "cost"), (0, "B", "p", 1, 0, "risk"),
                      (0, "A", "q", 1, 0, "cost"), (0, "B", "p", 1, 0, "cost")])  # fmt: skip
    options = {"kind": "onemode", "qualifier": "frame", "aggregation": "conflict"}

    assert cells(network(table, NetworkSpec(**options)))[("A", "B")] == 1
    assert cells(network(table, NetworkSpec(mode="dna", **options)))[("A", "B")] == 2


def test_dna_fails_where_it_fails():
    table = table_of(ROWS, author=["x", "y", "z"])
    prominence = NetworkSpec(mode="dna", aggregation="combine", normalisation="prominence")
    by_author = NetworkSpec(mode="dna", qualifier="author", qualifier_document=True,
                            aggregation="subtract", duplicates="document")  # fmt: skip
    apostrophe = NetworkSpec(mode="dna", exclude_authors=("O'Neill",))

    for spec in (prominence, by_author, apostrophe):
        with pytest.raises(InputError, match="DNA fails"):
            network(table, spec)
    assert network(table, NetworkSpec(exclude_authors=("O'Neill",))).statement_count == 6


def test_a_missing_value_stops_dna_and_is_no_value_in_standard():
    table = table_of([(0, "A", "p", 1), (0, "B", None, 1), (0, "A", "p", None)])

    assert network(table, NetworkSpec(aggregation="subtract")).statement_count == 1
    assert network(table, NetworkSpec()).statement_count == 2
    with pytest.raises(InputError, match="no value for"):
        network(table, NetworkSpec(mode="dna"))


def test_lists_of_values_drop_and_inverted_keep():
    table = table_of(ROWS)
    drop = NetworkSpec(exclude={"organization": ("A",), "agreement": ("0",)})
    keep = NetworkSpec(exclude={"organization": ("A",), "agreement": ("0",)}, invert=True)

    assert network(table, drop).statement_ids.tolist() == [4, 5]
    assert network(table, keep).statement_ids.tolist() == [3]


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        pytest.param(NetworkSpec(variable1="party"), "organization", id="variable"),
        pytest.param(NetworkSpec(aggregation="congruence"), "subtract", id="aggregation"),
        pytest.param(NetworkSpec(normalisation="cosine"), "activity", id="normalisation"),
        pytest.param(NetworkSpec(variable1="agreement"), "organization", id="numbers"),
        pytest.param(NetworkSpec(qualifier=None, aggregation="subtract"), "name one", id="none"),
        pytest.param(NetworkSpec(kernel="gaussian"), "time unit", id="kernel"),
        pytest.param(NetworkSpec(variable2="organization"), "different", id="same"),
        pytest.param(NetworkSpec(duplicates="copies"), "find them", id="copies"),
        pytest.param(NetworkSpec(statement_type="Frame"), "read", id="type"),
        pytest.param(
            NetworkSpec(start=datetime(2021, 1, 1), stop=datetime(2020, 1, 1)), "before", id="range"
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(spec, told):
    with pytest.raises(InputError) as caught:
        network(table_of(ROWS), spec)

    assert told in caught.value.hint


def test_an_unknown_word_lists_the_words_there_are():
    with pytest.raises(ValueError, match="choose one of: no, activity"):
        NetworkSpec(normalisation="softmax")


def test_dna_puts_misfits_right_silently():
    table = table_of(ROWS)
    odd = NetworkSpec(mode="dna", aggregation="congruence", normalisation="cosine", variable1="x")

    assert cells(network(table, odd)) == cells(network(table, NetworkSpec(mode="dna")))


@pytest.mark.parametrize("kind", ["twomode", "onemode"])
def test_no_statement_left_gives_an_empty_network(kind):
    table = table_of(ROWS)
    spec = NetworkSpec(kind=kind, exclude={"organization": ("A", "B", "C")})
    with_labels = NetworkSpec(kind=kind, exclude={"organization": ("A", "B", "C")}, isolates=True)

    assert network(table, spec).shape == (0, 0)
    assert network(table, with_labels).rows == ("A", "B", "C")
    assert not network(table, with_labels).dense.any()


def test_one_single_statement_works_everywhere():
    table = table_of([(0, "A", "p", 1)])

    assert network(table, NetworkSpec(aggregation="subtract")).dense.tolist() == [[1]]
    assert network(table, NetworkSpec(kind="onemode")).dense.tolist() == [[0]]


def test_copies_count_once():
    table = table_of([(0, "A", "p", 1), (1, "A", "p", 1), (2, "A", "p", 1)])
    copied = type(table)(**{
        **{name: getattr(table, name) for name in table.__dataclass_fields__},
        "clusters": np.asarray([7, 7, -1]),
    })  # fmt: skip

    assert network(copied, NetworkSpec(duplicates="copies")).statement_count == 2


def test_thousands_of_labels_stay_sparse():
    rows = [(at % 50, f"org {at}", f"concept {at % 1000}", 1) for at in range(4000)]
    spec = NetworkSpec(kind="onemode", aggregation="congruence", normalisation="average")
    found = network(table_of(rows), spec)

    assert found.shape == (4000, 4000)
    assert len(found.weights) == 4000 * 3  # four organisations share each concept
    assert found.evidence("org 0", "org 1000") == (1, 1001)


def test_the_sparse_way_gives_the_numbers_of_the_dense_way(monkeypatch):
    from counterpoint.network import cells as module

    draw = np.random.default_rng(3)
    rows = [
        (int(draw.integers(9)), f"o{draw.integers(12)}", f"c{draw.integers(9)}",
         int(draw.integers(2)), int(draw.integers(-2, 3)), f"f{draw.integers(3)}")
        for _ in range(200)
    ]  # fmt: skip
    for qualifier in ("agreement", "intensity", "frame"):
        for normalisation in ("no", "average", "jaccard", "cosine"):
            for mode in ("dna", "standard"):
                spec = NetworkSpec(kind="onemode", aggregation="subtract", qualifier=qualifier,
                                   normalisation=normalisation, mode=mode)  # fmt: skip
                dense = network(table_of(rows), spec).dense
                with monkeypatch.context() as patch:
                    patch.setattr(module, "_DENSE", 0)
                    patch.setattr(module, "_BLOCK", 50)
                    sparse = network(table_of(rows), spec).dense
                assert np.allclose(dense, sparse)


def test_event_lists_hold_the_selected_statements_in_order():
    table = table_of(ROWS, dates=["2020-03-01", "2020-02-01", "2020-01-01"])
    found = event_list(table, NetworkSpec(duplicates="document"))

    assert found.ids.tolist() == [5, 6, 3, 4, 1]
    with pytest.raises(InputError, match="no network"):
        network(table, NetworkSpec(kind=NetworkKind.EVENTLIST))


def test_windows_need_networks_in_the_plural():
    with pytest.raises(InputError, match="several networks"):
        network(table_of(ROWS), NetworkSpec(time_unit="days", time_size=2))


def test_months_end_days_stay_cut_only_in_dna():
    start, stop = seconds("2021-01-31"), seconds("2021-05-31")

    def days(clipped):
        found = steps(start, stop, TimeUnit.MONTHS, clipped=clipped)
        return [datetime.utcfromtimestamp(one).strftime("%m-%d") for one in found]

    assert days(True) == ["01-31", "02-28", "03-28", "04-28", "05-28"]
    assert days(False) == ["01-31", "02-28", "03-31", "04-30", "05-31"]


def test_a_window_of_one_month_holds_a_month_in_standard_and_an_instant_in_dna():
    table = table_of(
        [(0, "A", "p", 1), (1, "A", "p", 1), (2, "A", "p", 1)],
        dates=["2020-01-01", "2020-01-20", "2020-04-01"],
    )
    spec = {"time_unit": "months", "time_size": 1}
    standard = [one.statement_count for one in networks(table, NetworkSpec(**spec))]
    dna = [one.statement_count for one in networks(table, NetworkSpec(mode="dna", **spec))]

    assert standard == [2, 0, 1]
    assert dna == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("unit", "begin", "middle", "whole"),
    [
        (TimeUnit.MONTHS, "2020-01-31", "2020-03-30", 1),
        (TimeUnit.MONTHS, "2020-03-30", "2020-01-31", -1),
        (TimeUnit.YEARS, "2019-03-02", "2020-03-01", 0),
        (TimeUnit.DAYS, "2020-01-02T12:00", "2020-01-01", -1),
        (TimeUnit.WEEKS, "2020-01-01", "2020-01-15", 2),
    ],
)
def test_whole_units_between_two_times(unit, begin, middle, whole):
    found = units_between(np.asarray([seconds(begin)]), seconds(middle), unit)

    assert found.tolist() == [whole]


def test_too_many_windows_are_refused():
    table = table_of(ROWS, dates=["1990-01-01", "2000-01-01", "2020-01-01"])

    with pytest.raises(InputError, match="more than"):
        list(networks(table, NetworkSpec(time_unit="seconds", time_size=2)))
    with pytest.raises(InputError, match="beyond the calendar"):
        add_units(seconds("2020-01-01"), 9000, TimeUnit.YEARS)


@pytest.mark.parametrize("mode", ["standard", "dna"])
@pytest.mark.parametrize("options", [{}, {"kernel": "uniform"}, {"kernel": "gaussian"}])
def test_windows_end_where_the_calendar_does(mode, options):
    table = table_of(ROWS[:2], dates=["9996-01-01", "9999-12-31"])
    spec = NetworkSpec(mode=mode, time_unit="years", time_size=2, **options)
    made = list(networks(table, spec))

    assert made
    assert all(one.stop.year <= 9999 for one in made)


def test_a_triangular_kernel_is_symmetric_only_in_standard():
    table = table_of(
        [(0, "A", "p", 1), (1, "B", "p", 1), (2, "C", "p", 1)],
        dates=["2020-01-01", "2020-01-03", "2020-01-05"],
    )
    spec = {"time_unit": "days", "time_size": 4, "kernel": "triangular"}

    def middle(mode):
        for one in networks(table, NetworkSpec(mode=mode, **spec)):
            if one.middle == datetime(2020, 1, 2):
                return cells(one)
        return None

    assert middle("standard") == {("A", "p"): 0.5, ("B", "p"): 0.5}
    assert middle("dna") == {("A", "p"): 0.5, ("B", "p"): 1.5}


def test_results_go_into_other_libraries_with_one_call():
    found = counterpoint.network(table_of(ROWS), NetworkSpec(aggregation="subtract"))
    graph = found.to_networkx()

    assert found.to_pandas().loc["A", "p"] == 2
    assert found.to_scipy().toarray().tolist() == found.to_numpy().tolist()
    assert graph[("row", "A")][("column", "p")] == {"weight": 2.0, "statement_ids": (1, 2)}
