"""Bytes to text: which encoding it is, and what had to be mended.

Characters are never normalised, so that offsets hold. What cannot stand in a text (NUL characters,
lone surrogates) is replaced one for one by U+FFFD, so that offsets hold after mending too.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from counterpoint.errors import InputError

__all__ = ["Decoded", "decode", "decode_line", "mend", "refuse_binary", "sniff_bom"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}
_UNFIT = re.compile("[\0\ud800-\udfff]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAGIC = {
    b"%PDF-": ("a PDF file", "save or export it as text first"),
    b"PK\x03\x04": ("a zip archive or an Office document", "unpack it, or save it as text first"),
    b"\xd0\xcf\x11\xe0": ("an old Office document", "save it as text first"),
    b"\x89PNG": ("a PNG picture", ""),
    b"\xff\xd8\xff": ("a JPEG picture", ""),
    b"GIF8": ("a GIF picture", ""),
    b"SQLite format 3\0": ("an SQLite database", ""),
    b"\x7fELF": ("a program", ""),
    b"BZh": ("a bzip2 archive", "unpack it first"),
    b"\xfd7zXZ": ("an xz archive", "unpack it first"),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", "unpack it first"),
    b"{\\rtf": ("an RTF document", "save it as text first"),
}
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of its encoding, and what was mended (empty: nothing)."""

    text: str
    encoding: str
    note: str = ""


def sniff_bom(head: bytes) -> str:
    """Name of the codec that a byte order mark announces, or nothing."""
    return next((codec for bom, codec in _BOMS if head.startswith(bom)), "")


def decode(data: bytes, *, where: str, encoding: str = "", declared: str = "") -> Decoded:
    """Text of a file's bytes.

    Args:
        data: The bytes.
        where: Name of the file, for errors.
        encoding: What the user said; it is kept to strictly.
        declared: What the page or the server says of itself; tried first, not trusted.

    Raises:
        InputError: If the bytes are no text, or not in the encoding that the user gave.
    """
    if encoding:
        return _strictly(data, encoding, where)
    codec = sniff_bom(data[:4]) or _wide(data[:_HEAD])
    if not codec:
        refuse_binary(data[:_HEAD], where)
    for candidate in (codec, "utf-8", _known(declared)):
        if candidate:
            try:
                return _mended(data.decode(candidate), _name(candidate))
            except (UnicodeDecodeError, LookupError):
                continue
    if codec or _is_broken_utf8(data):
        codec = codec or "utf-8"
        place = _first_error(data, codec)
        text = data.decode(codec, errors="replace")
        note = f"broken {_name(codec)} at byte {place}, replaced by \ufffd"
        return _mended(text, _name(codec), note)
    return _mended(data.decode("cp1252", errors="replace"), "Windows-1252")


def decode_line(line: bytes) -> Decoded:
    """Text of one line of a large file: UTF-8, or what else the line alone shows."""
    try:
        return _mended(line.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        if _is_broken_utf8(line):
            note = f"broken UTF-8 at byte {error.start} of the line, replaced by \ufffd"
            return _mended(line.decode("utf-8", errors="replace"), "UTF-8", note)
        return _mended(line.decode("cp1252", errors="replace"), "Windows-1252")


def mend(text: str) -> tuple[str, str]:
    """The text without characters that cannot be stored, each replaced by U+FFFD, and a note."""
    mended, count = _UNFIT.subn("\ufffd", text)
    if not count:
        return text, ""
    return mended, f"{count} NUL or lone surrogate character(s) replaced by \ufffd"


def _mended(text: str, encoding: str, note: str = "") -> Decoded:
    text, more = mend(text)
    return Decoded(text, encoding, "; ".join(part for part in (note, more) if part))


def _strictly(data: bytes, encoding: str, where: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        raise InputError(
            f'no such encoding: "{encoding}"', hint="try utf-8, utf-16, cp1252, latin-1"
        ) from None
    if sniff_bom(data[:4]) == "utf-8-sig" and codec == "utf-8":
        codec = "utf-8-sig"
    try:
        return _mended(data.decode(codec), _name(codec))
    except (UnicodeDecodeError, LookupError) as error:
        place = getattr(error, "start", 0)
        raise InputError(
            f"{where}: byte {place} does not fit the encoding {encoding}",
            hint="leave --encoding away, and it is found from the bytes",
        ) from None


def _name(codec: str) -> str:
    return _NAMES.get(codec, codec)


def _known(declared: str) -> str:
    """Codec of a declared encoding, as browsers read it: Latin-1 means Windows-1252."""
    try:
        codec = codecs.lookup(declared.strip()).name if declared.strip() else ""
    except LookupError:
        return ""
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of western text is NUL."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 8:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def refuse_binary(head: bytes, where: str) -> None:
    """Refuse a file whose beginning is no text.

    Raises:
        InputError: With what it is, as far as its first bytes tell.
    """
    for magic, (what, hint) in _MAGIC.items():
        if head.startswith(magic):
            raise InputError(f"{where}: this is {what}, not text", hint=hint)
    if len(_CONTROL.findall(head)) > 0.02 * len(head) + 1:
        raise InputError(
            f"{where}: this is a binary file, not text",
            hint="give plain text, HTML, JSON Lines or CSV",
        )


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most bytes above ASCII belong to whole UTF-8 sequences."""
    sample = data[: 4 * _HEAD]
    inside = sum(len(match.group()) for match in _MULTIBYTE.finditer(sample))
    high = len(_HIGH.findall(sample))
    return inside > high / 2


def _first_error(data: bytes, codec: str) -> int:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return 0
