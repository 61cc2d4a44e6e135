"""Small tables of statements for tests, by hand and by hypothesis."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st

from counterpoint.types import Column, DocumentTable, StatementTable, VariableKind

DAY = 86400


def seconds(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def table_of(rows, *, dates=None, author=None):
    """A table of (document, organization, concept, agreement[, intensity[, frame]]) rows.

    Args:
        rows: Documents are numbered from 0.
        dates: Of the documents, as ISO texts; one day after the other from 2020-01-01 if not given.
        author: Of the documents.
    """
    rows = [(*row, *(0, "x")[len(row) - 4 :])[:6] if len(row) < 6 else row for row in rows]
    count = 1 + max((row[0] for row in rows), default=0)
    if dates is None:
        stamps = [seconds("2020-01-01") + at * DAY for at in range(count)]
    else:
        stamps = [seconds(one) for one in dates]
    documents = DocumentTable(
        ids=np.arange(1, len(stamps) + 1),
        dates=np.asarray(stamps, dtype=np.int64),
        fields={
            name: Column.of_texts(list(author or [f"{name} 1"] * len(stamps)))
            for name in ("author", "source", "section", "type", "title")
        },
    )
    starts = np.arange(len(rows), dtype=np.int64) * 10
    return StatementTable(
        statement_type="DNA Statement",
        ids=np.arange(1, len(rows) + 1),
        document_rows=np.asarray([row[0] for row in rows], dtype=np.int64),
        documents=documents,
        starts=starts,
        stops=starts + 5,
        variables={
            "organization": Column.of_texts([row[1] for row in rows]),
            "concept": Column.of_texts([row[2] for row in rows]),
            "agreement": Column.of_numbers([row[3] for row in rows], VariableKind.BOOLEAN),
            "intensity": Column.of_numbers([row[4] for row in rows]),
            "frame": Column.of_texts([row[5] for row in rows]),
        },
    )


def cells(network):
    """The cells that are not zero, by labels."""
    return {
        (network.rows[i], network.columns[j]): weight
        for i, j, weight in zip(
            network.row_codes.tolist(),
            network.column_codes.tolist(),
            network.weights.tolist(),
            strict=True,
        )
    }


@st.composite
def tables(draw, least=0, most=25):
    """Tables with up to six documents, four organisations and four concepts."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 5),
                st.sampled_from(["A", "B", "b", "Ö"]),
                st.sampled_from(["p", "q", "r", ""]),
                st.integers(0, 1),
                st.integers(-2, 2),
                st.sampled_from(["cost", "risk"]),
            ),
            min_size=least,
            max_size=most,
        )
    )
    dates = [f"20{20 + at // 3}-0{1 + at}-0{1 + at}" for at in range(6)]
    return table_of(rows, dates=dates)
