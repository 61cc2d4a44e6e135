"""Check a DNA file against the rules that DNA relies on."""

from __future__ import annotations

import os

from counterpoint.readers.dna import Finding, findings_of, open_source, raw_database

__all__ = ["check_file"]


def check_file(place: str | os.PathLike[str]) -> list[Finding]:
    """All breaches of DNA's rules, by rule.

    Raises:
        InputError: If it is no database of DNA 3 at all.
    """
    with open_source(place) as source:
        return findings_of(raw_database(source))
