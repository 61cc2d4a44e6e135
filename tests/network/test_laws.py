"""Laws that every network keeps, whatever the statements."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_statements import cells, table_of, tables

from counterpoint.network import network, networks
from counterpoint.network.distances import spectrum
from counterpoint.types import NetworkSpec

QUALIFIERS = ("agreement", "intensity", "frame")
MODES = ("dna", "standard")
NORMALISATIONS = ("no", "average", "jaccard", "cosine")
ONEMODE = st.builds(
    NetworkSpec,
    kind=st.just("onemode"),
    mode=st.sampled_from(MODES),
    qualifier=st.sampled_from(QUALIFIERS),
    normalisation=st.sampled_from(NORMALISATIONS),
    duplicates=st.sampled_from(["include", "document", "week", "month", "year", "acrossrange"]),
    isolates=st.booleans(),
)


def with_part(spec, aggregation):
    return replace(spec, aggregation=aggregation)


@given(tables(), ONEMODE, st.sampled_from(["ignore", "congruence", "conflict", "subtract"]))
def test_onemode_networks_are_symmetric(table, spec, aggregation):
    matrix = network(table, with_part(spec, aggregation)).dense

    assert np.allclose(matrix, matrix.T, equal_nan=True)


@given(tables(), ONEMODE)
def test_subtract_is_congruence_minus_conflict(table, spec):
    both = network(table, with_part(spec, "subtract")).dense
    congruence = network(table, with_part(spec, "congruence")).dense
    conflict = network(table, with_part(spec, "conflict")).dense

    assert np.allclose(both, congruence - conflict, equal_nan=True)


@given(
    tables(),
    st.sampled_from(["twomode", "onemode"]),
    st.sampled_from(["ignore", "subtract"]),
    st.sampled_from(MODES),
    st.booleans(),
)
def test_a_window_that_covers_everything_equals_no_window(table, kind, aggregation, mode, isolates):
    spec = NetworkSpec(
        kind=kind,
        aggregation=aggregation,
        mode=mode,
        isolates=isolates,
        start=datetime(2020, 1, 1),
        stop=datetime(2020, 1, 1) + timedelta(days=1000),
    )
    windows = list(networks(table, replace(spec, time_unit="days", time_size=1000)))
    whole = network(table, spec)

    assert [cells(one) for one in windows] == [cells(whole)]
    assert windows[0].rows == whole.rows
    assert windows[0].statement_count == whole.statement_count


@given(tables(least=1), st.sampled_from(["congruence", "conflict", "subtract", "ignore"]))
def test_a_uniform_kernel_over_everything_is_the_network_with_half_weights(table, aggregation):
    wide = {"time_unit": "years", "time_size": 20, "kernel": "uniform"}
    spec = NetworkSpec(kind="onemode", aggregation=aggregation)
    for normalisation, share in (("no", 0.5), ("average", 1), ("jaccard", 1), ("cosine", 1)):
        whole = network(table, replace(spec, normalisation=normalisation))
        windows = list(networks(table, replace(spec, normalisation=normalisation, **wide)))

        assert bool(windows) == bool(whole.statement_count)
        for one in windows[:1]:
            assert np.allclose(one.dense, share * whole.dense)


@given(tables(least=3), st.sampled_from(MODES))
def test_an_event_window_over_all_statements_is_the_whole_network(table, mode):
    spec = NetworkSpec(aggregation="subtract", mode=mode)
    whole = network(table, spec)
    count = whole.statement_count
    if count % 2 == 0 or count < 3:
        return

    found = list(networks(table, replace(spec, time_unit="events", time_size=count - 1)))

    assert [cells(one) for one in found] == [cells(whole)]


@given(tables(), ONEMODE, st.randoms(use_true_random=False))
def test_the_order_of_statements_in_the_table_does_not_matter(table, spec, shuffler):
    order = list(range(len(table)))
    shuffler.shuffle(order)
    spec = with_part(spec, "subtract")

    shuffled = network(table.take(np.asarray(order, dtype=np.int64)), spec)

    assert cells(shuffled) == pytest.approx(cells(network(table, spec)), nan_ok=True)


@given(
    tables(least=1),
    st.sampled_from(["document", "week", "month", "year", "acrossrange"]),
    st.sampled_from(MODES),
    st.data(),
)
def test_a_repeated_statement_changes_nothing_under_its_rule(table, duplicates, mode, data):
    at = data.draw(st.integers(0, len(table) - 1))
    spec = NetworkSpec(aggregation="subtract", mode=mode, duplicates=duplicates)
    twice = table.take(np.asarray([*range(len(table)), at], dtype=np.int64))
    twice = replace(twice, ids=np.arange(1, len(twice) + 1))

    assert cells(network(twice, spec)) == cells(network(table, spec))


@given(
    tables(),
    st.sampled_from(["ignore", "congruence", "conflict", "subtract"]),
    st.sampled_from(["no", "average"]),
    st.sampled_from(["include", "document", "year", "acrossrange"]),
    st.booleans(),
)
def test_modes_agree_on_onemode_where_no_quirk_applies(
    table, aggregation, normalisation, duplicates, isolates
):
    spec = NetworkSpec(
        kind="onemode",
        aggregation=aggregation,
        normalisation=normalisation,
        duplicates=duplicates,
        isolates=isolates,
    )

    assert np.allclose(network(table, spec).dense, network(table, replace(spec, mode="dna")).dense)


@given(
    tables(),
    st.sampled_from(["ignore", "combine", "subtract"]),
    st.sampled_from(["no", "activity"]),
    st.sampled_from(QUALIFIERS),
)
def test_modes_agree_on_twomode_where_no_quirk_applies(
    table, aggregation, normalisation, qualifier
):
    if aggregation == "combine" and qualifier == "intensity":
        aggregation = "ignore"
    spec = NetworkSpec(aggregation=aggregation, normalisation=normalisation, qualifier=qualifier)

    assert cells(network(table, spec)) == cells(network(table, replace(spec, mode="dna")))


@given(tables(), st.sampled_from(NORMALISATIONS), st.sampled_from(["congruence", "ignore"]))
def test_standard_jaccard_and_cosine_lie_between_0_and_1(table, normalisation, aggregation):
    spec = NetworkSpec(kind="onemode", aggregation=aggregation, normalisation=normalisation)
    matrix = network(table, spec).dense

    if normalisation in ("jaccard", "cosine"):
        assert (matrix >= 0).all() and (matrix <= 1 + 1e-9).all()


@given(tables(), st.sampled_from(MODES))
def test_a_spectrum_sums_to_one_or_is_zero(table, mode):
    found = network(table, NetworkSpec(kind="onemode", mode=mode, aggregation="congruence"))
    total = spectrum(found).sum()

    assert total == pytest.approx(1) or total == 0


@settings(max_examples=30)
@given(tables(least=1), ONEMODE, st.sampled_from(["ignore", "congruence", "conflict", "subtract"]))
def test_the_statements_behind_a_cell_make_up_its_weight(table, spec, aggregation):
    """Alone with each other they give the very weight of the cell, before normalisation."""
    spec = replace(with_part(spec, aggregation), normalisation="no", isolates=False)
    found = network(table, spec)
    places = {int(one): at for at, one in enumerate(table.ids)}
    if spec.qualifier == "intensity" and aggregation != "ignore":
        spec = replace(spec, qualifier="agreement")  # distances depend on the range of all values
        found = network(table, spec)
    one_sided = spec.mode == "dna" and spec.qualifier == "frame" and aggregation == "conflict"
    for (row, column), weight in cells(found).items():
        ids = found.evidence(row, column)
        alone = table.take(np.asarray(sorted(places[one] for one in ids), dtype=np.int64))
        again = network(alone, replace(spec, duplicates="include"))

        assert ids
        # In DNA's conflict of texts each statement that the other has no match for counts one.
        found_again = len(ids) if one_sided else cells(again).get((row, column), 0.0)
        assert found_again == pytest.approx(weight)


@settings(max_examples=30)
@given(tables(least=1), st.sampled_from(MODES), st.sampled_from(["ignore", "subtract", "combine"]))
def test_the_statements_behind_a_twomode_cell_add_up(table, mode, aggregation):
    found = network(table, NetworkSpec(mode=mode, aggregation=aggregation))
    signs = dict(zip(table.ids.tolist(), table.variables["agreement"].values(), strict=True))
    for (row, column), weight in cells(found).items():
        values = [signs[one] for one in found.evidence(row, column)]
        sums = {
            "ignore": len(values),
            "subtract": sum(1 if value else -1 for value in values),
            "combine": 2 * (0 in values) + (1 in values),
        }

        assert weight == sums[aggregation]
    if aggregation == "ignore":
        together = [one for edge in found.edges() for one in edge.statement_ids]
        assert sorted(together) == sorted(found.statement_ids.tolist())


def test_permuted_labels_are_ordered_as_dna_orders_them():
    found = network(
        table_of([(0, name, "c", 1) for name in ("a", "Z", "Ö", "10", "\U0001f600", "\ufffd")]),
        NetworkSpec(),
    )

    assert found.rows == ("10", "Z", "a", "Ö", "\U0001f600", "\ufffd")
