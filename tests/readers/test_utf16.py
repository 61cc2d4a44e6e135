"""Positions of Java programs and ours translate into each other."""

from hypothesis import given
from hypothesis import strategies as st

from counterpoint.types.utf16 import from_utf16, to_utf16

TEXTS = st.text(alphabet="aß漢\U0001f600\U00020000\n", max_size=20)


@given(TEXTS)
def test_positions_there_and_back(text):
    positions = list(range(len(text) + 1))

    assert from_utf16(text, to_utf16(text, positions)) == positions


@given(TEXTS)
def test_utf16_positions_cut_the_same_words(text):
    units = text.encode("utf-16-le")
    for start in range(len(text) + 1):
        (begin,) = to_utf16(text, [start])
        assert units[2 * begin :].decode("utf-16-le") == text[start:]


@given(TEXTS, st.integers(0, 45))
def test_every_utf16_position_has_a_code_point(text, unit):
    length = len(text.encode("utf-16-le")) // 2
    (at,) = from_utf16(text, [min(unit, length)])

    assert 0 <= at <= len(text)
