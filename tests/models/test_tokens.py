"""Words are cut into pieces as BERT's own tokenizer cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import ModelError
from counterpoint.models.tokens import WordPieces

PIECES = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "min", "##ister", "##s", "cafe", "don", "'", "t"),
    *("-", "#", "##1", "1", "!", "中", "文", "ist", "\u201c", "a", "##a", ".", "$", "+", "ss", "i"),
]


@pytest.fixture
def tokens():
    return WordPieces({piece: number for number, piece in enumerate(PIECES)})


def cut(tokens, text):
    return [PIECES[number] for number in tokens.cut(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("Ministers", ["min", "##ister", "##s"], id="longest-piece-first"),
        pytest.param("CAFÉ", ["cafe"], id="case-and-accent-go"),
        pytest.param("cafe\u0301", ["cafe"], id="combining-accent-goes"),
        pytest.param("don't", ["don", "'", "t"], id="punctuation-stands-alone"),
        pytest.param("$1!", ["$", "1", "!"], id="signs-count-as-punctuation"),
        pytest.param("中文", ["中", "文"], id="chinese-characters-stand-alone"),
        pytest.param("the\u200b\x00\ufffd", ["the"], id="invisible-characters-go"),
        pytest.param("the\u00a0min", ["the", "min"], id="no-break-space-is-space"),
        pytest.param("\u201cthe", ["\u201c", "the"], id="curly-mark"),
        pytest.param("xyz", ["[UNK]"], id="what-cannot-be-spelled"),
        pytest.param("thex", ["[UNK]"], id="unknown-as-a-whole"),
        pytest.param("a" * 101, ["[UNK]"], id="too-long-a-word"),
        pytest.param("a" * 100, ["a"] + ["##a"] * 99, id="just-short-enough"),
        pytest.param("İ", ["i"], id="dotted-capital-i"),
        pytest.param("", [], id="nothing"),
        pytest.param("\u200d", [], id="nothing-visible"),
    ],
)
def test_cut(tokens, text, pieces):
    assert cut(tokens, text) == pieces


@given(st.text(max_size=30))
def test_the_cache_changes_nothing(text):
    tokens = WordPieces({piece: number for number, piece in enumerate(PIECES)})

    assert tokens.cut(text) == tokens.cut(text) == WordPieces(tokens._vocabulary).cut(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_words_are_cut_alike_alone_and_together(one, two):
    tokens = WordPieces({piece: number for number, piece in enumerate(PIECES)})

    assert tokens.cut(f"{one} . {two}") == tokens.cut(one) + tokens.cut(".") + tokens.cut(two)


def test_vocabulary_without_the_special_pieces_is_refused():
    with pytest.raises(ModelError, match=r"\[CLS\]"):
        WordPieces({"[PAD]": 0, "[UNK]": 1, "[SEP]": 2})


def test_missing_vocabulary_is_a_model_error(tmp_path):
    with pytest.raises(ModelError, match=r"vocab\.txt"):
        WordPieces.read(tmp_path / "vocab.txt")
