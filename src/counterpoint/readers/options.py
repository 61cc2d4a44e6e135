"""What a caller can say about reading, and what a reader says when it could not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Columns", "ReadFailure", "ReadOptions"]

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns (CSV) or fields (JSON Lines) that hold a document's parts.

    An empty name means: look for the usual ones. A name that was given must be there.
    """

    text: str = ""
    id: str = ""
    title: str = ""
    date: str = ""
    outlet: str = ""
    authors: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How inputs are read; the defaults suit a person who just names files."""

    columns: Columns = field(default_factory=Columns)
    date_format: str = ""  # as in strptime; empty: ISO 8601 and a few unambiguous spellings
    delimiter: str = ""  # of CSV; empty: found from the header
    encoding: str = ""  # empty: found from the bytes
    format: Literal["auto", "text", "html", "jsonl", "csv"] = "auto"
    language: str = ""  # empty: identified from the text
    labels: bool = True  # label the lines of text around the article; else all is body
    duplicate_ids: Literal["refuse", "keep"] = "refuse"
    allow_private: bool = False  # fetch from private and loopback addresses too
    timeout: float = 20.0  # seconds for one address, all redirects together
    max_redirects: int = 5
    max_bytes: int = 100 * MEGABYTE  # of one text, unpacked
    max_html_bytes: int = 20 * MEGABYTE  # of one page, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFailure:
    """A document that could not be read; reading goes on after it."""

    path: str  # file or address as it was given; "-" is standard input
    reason: str
    line: int | None = None  # in files that hold many documents, counted from 1
    hint: str = ""

    @property
    def place(self) -> str:
        """File and line, for people."""
        name = "standard input" if self.path == "-" else self.path
        return name if self.line is None else f"{name}, line {self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"
