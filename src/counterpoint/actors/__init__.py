"""Actors across documents: names compared with reasons, voices linked, affiliations dated.

In: voices (a speaker as one document knows it) and known actors. Out: actors, links, affiliations,
doubtful pairs. Never: a database, a file that was not named, a guess without a reason.
"""

from __future__ import annotations
