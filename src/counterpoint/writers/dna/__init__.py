"""Files that Discourse Network Analyzer 3 opens.

In: a whole :class:`~counterpoint.types.dna.DnaDatabase`, or documents and statements of ours.
Out: one ``.dna`` file, whole or not at all. Never: invents a password, cuts a text silently.
"""

from __future__ import annotations

from counterpoint.writers.dna.database import write_database, write_rows
from counterpoint.writers.dna.passwords import hash_password, password_fits

__all__ = ["hash_password", "password_fits", "write_database", "write_rows"]
