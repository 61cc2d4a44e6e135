"""Leiden and Louvain find the camps, ignore conflict, and are seeded."""

from pathlib import Path

import numpy as np
import pytest

from counterpoint.errors import InputError
from counterpoint.network.build import networks
from counterpoint.network.leiden import find_communities
from counterpoint.readers.statement_table import read_statement_rows
from counterpoint.types import Network, NetworkKind, NetworkSpec

TRAM = Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv"


@pytest.fixture(scope="module")
def network():
    table = read_statement_rows(TRAM)
    spec = NetworkSpec(kind="onemode", aggregation="subtract", normalisation="average")
    return next(iter(networks(table, spec)))


@pytest.mark.parametrize("method", ["leiden", "louvain"])
def test_the_two_camps_of_the_example(network, method):
    found = find_communities(network, method=method)
    camp = dict(zip(found.labels, found.memberships, strict=True))

    assert camp["City Council"] == camp["Tram Now"] == camp["Green Wheels"]
    assert camp["Retailers' Guild"] == camp["Motorists' Circle"]
    assert camp["City Council"] != camp["Retailers' Guild"]
    assert found.modularity > 0.3
    assert found == find_communities(network, method=method)


def test_without_agreement_everybody_stands_alone():
    codes = np.array([0, 1])
    network = Network(
        kind=NetworkKind.ONEMODE,
        rows=("a", "b"),
        columns=("a", "b"),
        row_codes=codes,
        column_codes=codes[::-1],
        weights=np.array([-1.0, -1.0]),
    )

    assert find_communities(network).memberships == (0, 1)


def test_an_unknown_method_lists_the_others(network):
    with pytest.raises(InputError) as caught:
        find_communities(network, method="magic")
    assert "louvain" in caught.value.hint
