"""A word table gives each piece its vector, from a few bytes and once in memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from counterpoint.errors import ModelError
from counterpoint.models.bundle import Bundle, bundled, open_bundle
from counterpoint.models.words import WordTable, read_table

ROWS = np.array([[127, -127, 0], [1, 2, 3], [-128, 4, 5], [9, 9, 9]], np.int8)
SCALES = np.array([0.5, 1.0, 0.25, 2.0], np.float32)
table = WordTable(ROWS, SCALES)


@given(arrays.arrays(np.int64, st.tuples(*[st.integers(0, 4)] * 2), elements=st.integers(0, 3)))
def test_each_piece_gets_its_row_times_its_scale(pieces):
    found = table.vectors(pieces)

    assert found.shape == (*pieces.shape, 3) and found.dtype == np.float32
    assert all(
        np.array_equal(found[place], ROWS[piece] * SCALES[piece])
        for place, piece in np.ndenumerate(pieces)
    )


def test_vectors_laid_over_stand_in_the_place_of_their_rows_alone():
    own = np.array([[0.1, 0.2, 0.3], [7.0, 8.0, 9.0]], np.float32)
    pieces = np.array([[0, 1], [2, 3]])

    found = table.laid_over(own, 1).vectors(pieces)

    assert np.array_equal(found[0, 1], own[0]) and np.array_equal(found[1, 0], own[1])
    assert np.array_equal(found[[0, 1], [0, 1]], table.vectors(np.array([0, 3])))
    assert np.array_equal(table.vectors(pieces)[0, 1], [1, 2, 3])


def test_vectors_that_do_not_fit_are_refused():
    with pytest.raises(ModelError, match="do not fit a table of 3 columns"):
        table.laid_over(np.zeros((1, 4), np.float32), 0)


def test_both_models_that_come_along_share_one_table():
    one = open_bundle(bundled("attribution-en"), task="attribution")
    two = open_bundle(bundled("positions-en"), task="positions")

    assert read_table(one) is read_table(two)


@pytest.mark.parametrize(
    ("rows", "scales"),
    [
        pytest.param(ROWS, SCALES[:2], id="scales-missing"),
        pytest.param(ROWS.astype(np.float32), SCALES, id="not-rounded"),
        pytest.param(None, SCALES, id="not-an-array"),
    ],
)
def test_files_that_are_no_table_are_refused(tmp_path, rows, scales):
    if rows is None:
        (tmp_path / "table.npy").write_bytes(b"nothing of the kind")
    else:
        np.save(tmp_path / "table.npy", rows)
    np.save(tmp_path / "scales.npy", scales)
    card = {"files": {"table.npy": "", "scales.npy": ""}}

    with pytest.raises(ModelError, match=r"table\.npy"):
        read_table(Bundle(tmp_path, "a-1", "attribution", "en", card, ""))
