"""Bytes and rows in, documents out: text, HTML, JSON Lines, CSV, addresses.

In: names of files, folders, patterns, addresses, ``-``. Out: an iterator of
:class:`~counterpoint.types.Document` with labelled regions, or of
:class:`~counterpoint.readers.options.ReadFailure` where one could not be read.
Never: analyses what the text says, keeps anything, or fetches what nobody typed.
"""

from __future__ import annotations

from counterpoint.readers.inputs import read_html, read_inputs, read_text
from counterpoint.readers.options import Columns, ReadFailure, ReadOptions

__all__ = ["Columns", "ReadFailure", "ReadOptions", "read_html", "read_inputs", "read_text"]
