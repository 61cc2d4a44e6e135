"""Backbones, polarisation, phases, groups and intervals."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_statements import table_of, tables

from counterpoint.errors import InputError
from counterpoint.network import network, networks
from counterpoint.network.backbone import annealed_backbone, evaluate_backbone, nested_backbone
from counterpoint.network.bars import bars
from counterpoint.network.bootstrap import bootstrap
from counterpoint.network.clusters import concor, cut, linkage, medoids
from counterpoint.network.communities import best_cut, fast_greedy, modularity, walktrap
from counterpoint.network.distances import distances, spectrum
from counterpoint.network.mds import nonmetric_scaling
from counterpoint.network.multiclust import multiclust
from counterpoint.network.phases import METHODS, phases
from counterpoint.network.polarisation import Quality, Search, polarisation, quality_of
from counterpoint.network.recode import Recoding, recode
from counterpoint.types import NetworkSpec

ONEMODE = NetworkSpec(kind="onemode", aggregation="congruence", normalisation="average")


def two_camps(size=8, seed=1):
    """Organisations in two camps that agree within and disagree between."""
    draw = np.random.default_rng(seed)
    rows = []
    for at in range(size):
        for concept in range(5):
            side = int((at < size // 2) == (concept % 2 == 0))
            if draw.random() < 0.1:
                side = 1 - side
            rows.append((concept, f"org {at}", f"concept {concept}", side))
    return table_of(rows)


def loss_of(table, spec, concepts):
    """The loss of a set of concepts, by making both networks anew over the same labels."""
    needed = ["organization", "concept"]
    if spec.qualifier == "frame" and spec.aggregation.value != "ignore":
        needed.append("frame")
    full = [at for at in range(len(table)) if all(table.variables[n].value(at) for n in needed)]
    table = table.take(np.asarray(full, dtype=np.int64))
    others = {table.variables["concept"].value(at) for at in range(len(table))} - set(concepts)
    spec = replace(spec, isolates=True)
    whole = network(table, spec)
    part = network(table, replace(spec, exclude={"concept": tuple(sorted(others))}))
    assert part.rows == whole.rows
    return float(np.abs(spectrum(whole) - spectrum(part)).sum())


@settings(max_examples=20, deadline=None)
@given(
    tables(least=6),
    st.sampled_from(["ignore", "congruence", "conflict", "subtract"]),
    st.sampled_from(["no", "average", "jaccard", "cosine"]),
    st.sampled_from(["agreement", "frame"]),
    st.sampled_from(["dna", "standard"]),
)
def test_nested_losses_are_those_of_networks_made_anew(
    table, aggregation, normalisation, qualifier, mode
):
    spec = NetworkSpec(kind="onemode", aggregation=aggregation, normalisation=normalisation,
                       qualifier=qualifier, mode=mode)  # fmt: skip
    steps = nested_backbone(table, spec)
    everything = {step.concept for step in steps}
    gone = set()
    for step in steps:
        gone.add(step.concept)
        assert step.redundant_loss == pytest.approx(loss_of(table, spec, gone), abs=1e-9)
        tied = [one for one in steps if one.backbone_loss == step.backbone_loss]
        if len(tied) == 1:
            left = everything - gone
            assert step.backbone_loss == pytest.approx(loss_of(table, spec, left), abs=1e-9)


def test_an_annealed_backbone_of_a_size_is_the_best_of_all_sets_of_that_size():
    table = two_camps()
    spec = replace(ONEMODE, mode="dna")
    found = annealed_backbone(table, spec, size=2, iterations=200)
    names = [*found.backbone, *found.redundant]
    losses = [evaluate_backbone(table, spec, pair)[0] for pair in combinations(names, 2)]

    assert found.backbone_loss == pytest.approx(min(losses))
    again = annealed_backbone(table, spec, size=2, iterations=200)
    assert again == found


def test_restarts_never_end_worse():
    table, spec = two_camps(), replace(ONEMODE, mode="dna")
    for size in (None, 3):
        plain = annealed_backbone(table, spec, size=size, iterations=1, polish=False)
        tried = annealed_backbone(table, spec, size=size, iterations=1, restarts=1)

        assert tried.loss <= plain.loss


def test_a_backbone_of_an_unknown_concept_or_impossible_size_is_refused():
    with pytest.raises(InputError, match="no concept"):
        evaluate_backbone(two_camps(), ONEMODE, ["tea"])
    with pytest.raises(InputError, match="does not work"):
        annealed_backbone(two_camps(), ONEMODE, size=9)
    with pytest.raises(InputError, match="one-mode"):
        nested_backbone(two_camps(), NetworkSpec())


@pytest.mark.parametrize("algorithm", ["greedy", "genetic"])
def test_polarisation_finds_the_camps(algorithm):
    search = Search(algorithm=algorithm, iterations=50)
    (found,) = polarisation(two_camps(), ONEMODE, search)

    assert found.memberships == (0, 0, 0, 0, 1, 1, 1, 1)
    assert 0 < found.normalised <= 1
    (again,) = polarisation(two_camps(), ONEMODE, search)
    assert again == found


def test_dnas_quality_is_the_distance_from_the_ideal_and_ours_what_is_left():
    camps = (0, 0, 0, 0, 1, 1, 1, 1)

    def normalised(mode):
        parts = [network(two_camps(), replace(ONEMODE, mode=mode, aggregation=one))
                 for one in ("congruence", "conflict")]  # fmt: skip
        return quality_of(*parts, camps).normalised

    assert normalised("standard") == pytest.approx(1 - normalised("dna"))
    assert normalised("standard") > 0.5


@settings(max_examples=30, deadline=None)
@given(st.integers(4, 7), st.integers(2, 3), st.integers(0, 1000))
def test_greedy_reaches_the_best_split_with_equal_sizes(size, clusters, seed):
    draw = np.random.default_rng(seed)
    matrices = draw.random((2, size, size))
    matrices += matrices.transpose(0, 2, 1)
    quality = Quality(*matrices)
    whole = network(table_of([(0, f"o{at}", "c", 1) for at in range(size)]), ONEMODE)
    pair = [with_matrix(whole, np.triu(matrix, 1) + np.triu(matrix, 1).T) for matrix in matrices]
    from counterpoint.network.polarisation import split

    found = split(*pair, Search(clusters=clusters))
    sizes = sorted(np.bincount(found.memberships))
    best = max(
        quality.of(np.asarray(camps))
        for camps in np.ndindex(*([clusters] * size))
        if sorted(np.bincount(camps, minlength=clusters)) == sizes
    )

    assert found.quality == pytest.approx(best)
    assert quality_of(*pair, found.memberships).quality == pytest.approx(best)


def with_matrix(whole, matrix):
    rows, columns = np.nonzero(matrix)
    return replace(whole, row_codes=rows, column_codes=columns, weights=matrix[rows, columns])


def test_smoothed_polarisation_uses_both_networks_only_in_standard():
    spec = replace(ONEMODE, time_unit="days", time_size=4, kernel="uniform")
    standard = [one.quality for one in polarisation(two_camps(), spec)]
    dna = [one.quality for one in polarisation(two_camps(), replace(spec, mode="dna"))]

    assert len(standard) == len(dna)
    assert standard != pytest.approx(dna)


def test_distances_are_zero_to_itself_and_symmetric():
    spec = NetworkSpec(isolates=True, time_unit="days", time_size=2)
    windows = list(networks(two_camps(), spec))
    apart = distances(windows)

    assert np.allclose(apart, apart.T)
    assert not np.diag(apart).any()
    with pytest.raises(InputError, match="different labels"):
        table = table_of([(0, "A", "p", 1), (1, "B", "p", 1), (2, "C", "p", 1)])
        distances(list(networks(table, replace(spec, isolates=False, time_size=1))))


def test_a_true_spectrum_is_that_of_the_laplacian():
    found = network(two_camps(), ONEMODE)
    matrix = np.maximum(found.dense, 0)
    values = np.linalg.eigvalsh(np.diag(matrix.sum(axis=1)) - matrix)[::-1]

    assert np.allclose(spectrum(found), values / values.sum())


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_cluster_method_finds_two_clear_phases(method):
    rows = [
        (day, f"o{at}", "p" if day < 6 else "q", at % 2) for day in range(12) for at in range(4)
    ]
    spec = NetworkSpec(time_unit="days", time_size=2, kernel="uniform", aggregation="subtract",
                       indent=True, normalise_to_one=False)  # fmt: skip
    found = phases(table_of(rows), spec, methods=[method], most=3)

    assert found.states[0] != found.states[-1]
    assert found.modularity > 0
    assert found.path.shape == (len(found.states), 2)


def test_phases_need_windows_and_known_methods():
    with pytest.raises(InputError, match="need time windows"):
        phases(two_camps(), NetworkSpec())
    with pytest.raises(InputError, match="does not exist"):
        phases(two_camps(), NetworkSpec(time_unit="days", time_size=2), methods=["magic"])


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 12), st.integers(0, 500))
def test_hierarchies_agree_with_scipy(size, seed):
    from scipy.cluster.hierarchy import fcluster
    from scipy.cluster.hierarchy import linkage as theirs
    from scipy.spatial.distance import squareform

    points = np.random.default_rng(seed).random((size, 2))
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    for method in ("single", "complete", "average", "ward"):
        tree = theirs(squareform(apart, checks=False), method)
        for groups in range(1, size):
            mine = cut(linkage(apart, method), size, groups)
            wanted = fcluster(tree, groups, "maxclust")
            same = {(int(a), int(b)) for a, b in zip(mine, wanted, strict=True)}
            assert len(same) == len(set(mine.tolist()))


def test_medoids_concor_and_communities_find_two_blocks():
    block = np.kron(np.eye(2), np.ones((3, 3)))
    np.fill_diagonal(block, 0)
    block[2, 3] = block[3, 2] = 0.1
    wanted = [0, 0, 0, 1, 1, 1]

    assert medoids(1 - block, 2).tolist() == wanted
    assert sorted(set(zip(concor(block).tolist(), wanted, strict=True))) in (
        [(0, 0), (1, 1)],
        [(0, 1), (1, 0)],
    )
    assert best_cut(fast_greedy(block), block).tolist() == wanted
    assert best_cut(walktrap(block), block).tolist() == wanted
    import networkx

    graph = networkx.from_numpy_array(block)
    expected = networkx.community.modularity(graph, [{0, 1, 2}, {3, 4, 5}])
    assert modularity(block, np.asarray(wanted)) == pytest.approx(expected)


def test_scaling_keeps_the_order_of_distances_on_a_line():
    points = np.asarray([0.0, 1.0, 3.0, 6.0, 10.0])
    found = nonmetric_scaling(np.abs(points[:, None] - points[None]))

    assert found.stress < 0.1
    assert np.all(np.diff(found.points[:, 0]) > 0) or np.all(np.diff(found.points[:, 0]) < 0)


def test_all_methods_group_the_camps():
    found = multiclust(two_camps(seed=4), NetworkSpec(), groups=2)

    assert {one.memberships for one in found if one.method == "Fast & Greedy"} == {
        (0, 0, 0, 0, 1, 1, 1, 1)
    }
    assert all(one.groups == 2 for one in found)


def test_answers_of_actors():
    rows = [
        (0, "A", "p", 1),
        (0, "A", "q", 0),
        (0, "A", "q", 1),
        (0, "B", "p", 0),
        (0, "B", "q", 0),
    ]
    binary = recode(table_of(rows), NetworkSpec())
    ordinal = recode(table_of(rows), NetworkSpec(), Recoding(ordinal=True))
    mentions = recode(table_of(rows), NetworkSpec(mode="dna"), Recoding(ordinal=True))

    assert binary.columns == ("p",)  # only one actor takes one side on q
    assert ordinal.matrix.tolist() == [[3, 2], [1, 1]]
    assert mentions.matrix.tolist() == [[1, 1], [1, 1]]
    signs = recode(
        table_of([(0, "A", "p", 1, -2), (0, "B", "p", 1, 1), (0, "C", "p", 1, 0)]),
        NetworkSpec(qualifier="intensity"),
    )
    assert (signs.rows, signs.matrix.tolist()) == (("A", "B"), [[0], [1]])
    with pytest.raises(InputError, match="who is for"):
        recode(table_of(rows), NetworkSpec(qualifier="frame"))
    with pytest.raises(InputError, match="no share"):
        recode(table_of(rows), NetworkSpec(), Recoding(threshold=400))


def test_bars_count_by_position():
    rows = [(0, "A", "p", 1), (0, "A", "p", 0), (0, "b", "p", 1), (1, "", "q", 1)]
    found = bars(table_of(rows), NetworkSpec())

    assert (found.labels, found.levels) == (("A", "b"), (0, 1))
    assert found.counts == ((1, 1), (0, 1))


def test_intervals_hold_the_value_and_shrink_with_documents():
    def width(copies):
        rows = [(at, "A", "p", int(at % 4 > 0)) for at in range(12 * copies)] + [
            (at, "B", "p", int(at % 3 > 0)) for at in range(12 * copies)
        ]
        spec = NetworkSpec(aggregation="subtract", normalisation="activity")
        found = bootstrap(table_of(rows), spec, draws=200,
                          measures={"total": lambda one: float(one.dense.sum())})  # fmt: skip
        cell = found.interval("A", "p")
        total = found.measures["total"]
        assert cell.low <= cell.value <= cell.high
        assert total.low <= total.value <= total.high
        return cell.high - cell.low

    assert width(8) < width(1)


def test_intervals_repeat_with_the_seed_and_refuse_what_does_not_fit():
    table = two_camps()
    first, second = (bootstrap(table, ONEMODE, draws=50) for _ in range(2))

    assert np.array_equal(first.low, second.low)
    with pytest.raises(InputError, match="too many"):
        bootstrap(table, ONEMODE, draws=10_000_000)
