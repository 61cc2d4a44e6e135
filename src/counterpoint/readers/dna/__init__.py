"""Databases of Discourse Network Analyzer 3: files, and PostgreSQL.

In: a ``.dna`` file or the address of a database. Out: the statements of a type in columns, or the
whole database row by row. Never: writes to it, repairs it, or guesses at what is damaged.
"""

from __future__ import annotations

from counterpoint.readers.dna.statements import read_dna

__all__ = ["read_dna"]
