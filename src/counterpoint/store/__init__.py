"""The corpus: documents, findings, judgements and actors in one SQLite file or on PostgreSQL.

In: Documents, AnnotatedDocuments, judgements of coders. Out: what a Filter selects, as a stream.
Never: analysis, linking or networks; it keeps and finds, others compute.
"""

from __future__ import annotations
