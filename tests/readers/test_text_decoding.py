"""Bytes become text, and what had to be guessed or mended is said."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.readers.decode import decode, decode_line, mend

WORDS = "“Non”, dit-elle à Zürich – 5 € 😀"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(WORDS.encode("utf-8"), "UTF-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + WORDS.encode("utf-8"), "UTF-8", id="utf-8-with-mark"),
        pytest.param(codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "UTF-16", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "UTF-16", id="utf-16-be"),
        pytest.param(("plain " * 9 + WORDS).encode("utf-16-le"), "UTF-16", id="utf-16-no-mark"),
        pytest.param(codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), "UTF-32", id="utf-32"),
    ],
)
def test_unicode_in_any_dress(data, encoding):
    decoded = decode(data, where="a.txt")

    assert decoded.text.endswith(WORDS)
    assert not decoded.text.startswith("\ufeff")
    assert (decoded.encoding, decoded.note) == (encoding, "")


def test_windows_1252_is_recognised_and_named():
    decoded = decode("“No”, said the café’s owner – 5 €".encode("cp1252"), where="a.txt")

    assert decoded.text == "“No”, said the café’s owner – 5 €"
    assert decoded.encoding == "Windows-1252"


def test_broken_utf8_costs_one_character_and_says_where():
    data = "Müller sagte: “Nein, nie.”".encode()
    broken = data[:12] + b"\xff" + data[12:]

    decoded = decode(broken, where="a.txt")

    assert decoded.text.replace("\ufffd", "") == data.decode()
    assert "byte 12" in decoded.note


def test_unicode_form_is_not_changed():
    decomposed = "Cafe\u0301"

    assert decode(decomposed.encode(), where="a.txt").text == decomposed


@pytest.mark.parametrize(
    ("data", "word"),
    [
        pytest.param(b"%PDF-1.7 rest", "PDF", id="pdf"),
        pytest.param(b"PK\x03\x04rest", "zip", id="zip"),
        pytest.param(b"\x89PNG\r\n\x1a\nrest", "PNG", id="png"),
        pytest.param(bytes(range(256)) * 40, "binary", id="any"),
    ],
)
def test_binary_files_are_refused_by_name(data, word):
    with pytest.raises(InputError, match=rf"photo\.dat: .*{word}"):
        decode(data, where="photo.dat")


def test_an_encoding_that_the_user_names_is_kept_to():
    with pytest.raises(InputError, match="byte 3 does not fit"):
        decode(b"caf\xe9", where="a.txt", encoding="utf-8")
    with pytest.raises(InputError, match="no such encoding"):
        decode(b"text", where="a.txt", encoding="klingon")


def test_what_a_page_declares_is_tried():
    decoded = decode("Привет, мир".encode("koi8-r"), where="page", declared="koi8-r")

    assert decoded.text == "Привет, мир"


def test_nul_characters_and_lone_surrogates_are_replaced_one_for_one():
    text, note = mend("a\0b\ud800c😀")

    assert text == "a\ufffdb\ufffdc😀"
    assert note.startswith("2 ")


@given(st.text(max_size=200))
def test_any_text_survives_as_utf8_with_its_offsets(text):
    decoded = decode_line(mend(text)[0].encode())

    assert decoded.text == mend(text)[0]
    assert len(decoded.text) == len(text)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_clear_error(data):
    try:
        decoded = decode(data, where="a.txt")
    except InputError as error:
        assert str(error).startswith("a.txt: ")
    else:
        decoded.text.encode("utf-8")
