"""Databases of Discourse Network Analyzer 3: files, and PostgreSQL.

In: a ``.dna`` file or the address of a database. Out: the statements of a type in columns, or the
whole database row by row, or what DNA would not like about it. Never: writes to it, repairs it, or
guesses at what is damaged.
"""

from __future__ import annotations

from counterpoint.readers.dna.rows import raw_database, read_database
from counterpoint.readers.dna.rules import Finding, findings_of
from counterpoint.readers.dna.source import open_source
from counterpoint.readers.dna.statements import read_dna

__all__ = [
    "Finding",
    "findings_of",
    "open_source",
    "raw_database",
    "read_database",
    "read_dna",
]
