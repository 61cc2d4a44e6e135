"""What exporters write can be read back, and is the same whenever it is written."""

import gzip

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from training.bundles import pack, write_table

from counterpoint.models.words import SCALES, TABLE, WordTable

vectors = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 5), st.integers(1, 6)),
    elements=st.floats(-8, 8, width=32),
)


@given(vectors)
def test_rounded_table_is_right_to_half_a_step_of_each_row(tmp_path_factory, vectors):
    folder = tmp_path_factory.mktemp("table")
    write_table(vectors, folder)
    table = WordTable(np.load(folder / TABLE), np.load(folder / SCALES))

    found = table.vectors(np.arange(len(vectors)))
    step = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-9) / 127
    assert np.all(np.abs(found - vectors) <= step * 0.501)


@given(st.binary(max_size=2000))
def test_packed_graph_unpacks_to_itself_and_packs_the_same_again(tmp_path_factory, data):
    graph = tmp_path_factory.mktemp("graph") / "model.onnx"
    graph.write_bytes(data)
    packed = pack(graph).read_bytes()

    assert gzip.decompress(packed) == data
    assert pack(graph).read_bytes() == packed
