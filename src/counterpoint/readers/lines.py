"""Lines of text out of a stream that may be larger than memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from counterpoint.readers.decode import decode, decode_line, sniff_bom
from counterpoint.readers.options import ReadOptions
from counterpoint.readers.streams import Peekable, read_lines, read_whole

__all__ = ["text_lines"]

logger = logging.getLogger(__name__)
_MARK = b"\xef\xbb\xbf"


def text_lines(stream: Peekable, options: ReadOptions, *, path: str) -> Iterator[str]:
    """Yield the lines of a stream, without line ends.

    Each line is decoded for itself, so that one bad byte costs one character. The first line that
    is not UTF-8 is told in the log. UTF-16, and an encoding that the user names, are read whole.
    """
    codec = sniff_bom(stream.peek(4))
    if options.encoding or codec not in ("", "utf-8-sig"):
        data = read_whole(stream, limit=options.max_bytes, where=path)
        text = decode(data, where=path, encoding=options.encoding).text
        yield from (line.removesuffix("\r") for line in text.split("\n"))
        return
    said = False
    lines = read_lines(stream, limit=options.max_bytes, where=path)
    for number, data in enumerate(lines, start=1):
        decoded = decode_line(data.removeprefix(_MARK) if number == 1 else data)
        if not said and (decoded.note or decoded.encoding != "UTF-8"):
            said = True
            remark = decoded.note or f"read as {decoded.encoding}"
            logger.warning("%s, line %d: %s", path, number, remark)
        yield decoded.text
