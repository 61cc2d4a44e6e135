"""Statements in columns, and the networks made of them.

Arrays are numpy's; this module imports numpy (and pandas, scipy, networkx) inside the methods that
need it, so that importing the types stays cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counterpoint.errors import require_extra
from counterpoint.types.selection import Mode, NetworkKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Column",
    "DocumentTable",
    "Edge",
    "Network",
    "StatementId",
    "StatementTable",
    "VariableKind",
]

StatementId = int | str


class VariableKind(StrEnum):
    """Data types of a variable, in DNA's words."""

    SHORT_TEXT = "short text"
    LONG_TEXT = "long text"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The values of one variable, one per statement (or of one field, one per document).

    Attributes:
        kind: Data type.
        codes: For texts the index into ``labels``, -1 where there is no value at all; for
            integers and booleans the value itself.
        labels: Texts that ``codes`` points to, each once, in any order.
        missing: Marks integers and booleans without a value; None if all have one.
        attributes: Per attribute name one value per label (texts only): "colour" as #RRGGBB, and
            whatever the database keeps of its entities.
    """

    kind: VariableKind
    codes: NDArray[np.int64]
    labels: tuple[str, ...] = ()
    missing: NDArray[np.bool_] | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether values are labels."""
        return self.kind in (VariableKind.SHORT_TEXT, VariableKind.LONG_TEXT)

    def take(self, rows: NDArray[np.int64]) -> Column:
        """The column of these rows only, in their order; labels stay."""
        missing = None if self.missing is None else self.missing[rows]
        return Column(self.kind, self.codes[rows], self.labels, missing, self.attributes)

    def value(self, row: int) -> str | int | None:
        """The value of one row; None where there is none."""
        code = int(self.codes[row])
        if self.is_text:
            return self.labels[code] if code >= 0 else None
        return None if self.missing is not None and bool(self.missing[row]) else code

    def values(self) -> list[str | int | None]:
        """All values in order."""
        return [self.value(row) for row in range(len(self.codes))]

    @classmethod
    def of_texts(
        cls, values: Sequence[str | None], kind: VariableKind = VariableKind.SHORT_TEXT
    ) -> Column:
        """A column of texts; None stays a gap."""
        import numpy as np

        labels = tuple(value for value in dict.fromkeys(values) if value is not None)
        codes: dict[str | None, int] = {label: at for at, label in enumerate(labels)}
        codes[None] = -1
        found = np.fromiter(map(codes.__getitem__, values), np.int64, len(values))
        return cls(kind, found, labels)

    @classmethod
    def of_numbers(
        cls, values: Sequence[int | None], kind: VariableKind = VariableKind.INTEGER
    ) -> Column:
        """A column of integers or booleans (0, 1); None stays a gap."""
        import numpy as np

        gaps = np.asarray([value is None for value in values], dtype=bool)
        codes = np.asarray([0 if value is None else int(value) for value in values], dtype=np.int64)
        return cls(kind, codes, missing=gaps if gaps.any() else None)


@dataclass(frozen=True, slots=True, eq=False)
class DocumentTable:
    """The documents that statements lie in.

    Attributes:
        ids: One per document.
        dates: Seconds since 1970-01-01 00:00:00, read as UTC.
        fields: Text columns over the documents: author, source, section, type, title.
        texts: Full texts, where they were asked for.
    """

    ids: NDArray[Any]
    dates: NDArray[np.int64]
    fields: Mapping[str, Column] = field(default_factory=dict)
    texts: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class StatementTable:
    """Statements of one type in columns; what every network is computed from.

    Attributes:
        statement_type: Label of the type.
        ids: One per statement: integers (DNA) or strings.
        document_rows: Row of each statement's document in ``documents``.
        documents: All documents, those without a statement included.
        starts: First code point of each statement in its document.
        stops: Code point after its last.
        variables: Name to column, in the order of the statement type.
        coders: Who coded each statement (text column), where known.
        clusters: Number of the cluster of reused text that each statement belongs to, -1 for
            none; needed for ``duplicates="copies"`` only.
    """

    statement_type: str
    ids: NDArray[Any]
    document_rows: NDArray[np.int64]
    documents: DocumentTable
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    variables: Mapping[str, Column]
    coders: Column | None = None
    clusters: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dates(self) -> NDArray[np.int64]:
        """Date of each statement's document, in seconds since 1970, UTC."""
        dates: NDArray[np.int64] = self.documents.dates[self.document_rows]
        return dates

    def take(self, rows: NDArray[np.int64]) -> StatementTable:
        """The table of these rows only, in their order; documents stay."""
        return StatementTable(
            statement_type=self.statement_type,
            ids=self.ids[rows],
            document_rows=self.document_rows[rows],
            documents=self.documents,
            starts=self.starts[rows],
            stops=self.stops[rows],
            variables={name: column.take(rows) for name, column in self.variables.items()},
            coders=None if self.coders is None else self.coders.take(rows),
            clusters=None if self.clusters is None else self.clusters[rows],
        )

    def words(self, row: int) -> str | None:
        """The words of one statement; None if the texts were not read."""
        if self.documents.texts is None:
            return None
        text = self.documents.texts[int(self.document_rows[row])]
        return text[int(self.starts[row]) : int(self.stops[row])]


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie with a weight and the statements that it rests on."""

    source: str
    target: str
    weight: float
    statement_ids: tuple[StatementId, ...]
    interval: tuple[float, float, float] | None = None  # estimate, low and high


Evidence = Callable[[int, int], "NDArray[np.int64]"]  # cell -> positions among statement_ids


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A weighted network whose every cell leads back to its statements.

    Cells are kept as triplets (``row_codes``, ``column_codes``, ``weights``), each cell at most
    once and none of weight zero; in a one-mode network both (a, b) and (b, a) are there.

    Attributes:
        kind: ``twomode`` or ``onemode``.
        mode: Whose definitions it was computed by.
        rows: Labels of the rows.
        columns: Labels of the columns; the same as ``rows`` in a one-mode network.
        statement_ids: Ids of the statements that it was computed from, in order.
        start: Begin of the time range, the middle and the end.
        integer: Whether weights are whole numbers by definition.
        aggregation: As in the spec, for the captions; likewise the others.
        row_attributes: Per attribute name one value per row.
        column_attributes: Per attribute name one value per column.
        evidence_of: Gives the positions in ``statement_ids`` behind one cell.
        intervals: Per tie the corrected estimate and the two ends of its 95 % interval, if they
            were asked for.
        interval_note: Where the intervals come from.
        measures: Figures of the whole, with error bars: counted, estimate, low and high.
    """

    kind: NetworkKind
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_codes: NDArray[np.int64]
    column_codes: NDArray[np.int64]
    weights: NDArray[np.float64]
    mode: Mode = Mode.STANDARD
    statement_ids: Sequence[StatementId] | NDArray[Any] = ()
    start: datetime | None = None
    middle: datetime | None = None
    stop: datetime | None = None
    statement_count: int = 0
    integer: bool = False
    aggregation: str = "ignore"
    normalisation: str = "no"
    qualifier: str | None = None
    row_variable: str = ""
    column_variable: str = ""
    row_attributes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    column_attributes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    evidence_of: Evidence | None = field(default=None, repr=False)
    intervals: NDArray[np.float64] | None = None
    interval_note: str = ""
    measures: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return len(self.rows), len(self.columns)

    @property
    def dense(self) -> NDArray[np.float64]:
        """The matrix, zeros filled in. A new array each time."""
        import numpy as np

        matrix = np.zeros(self.shape)
        matrix[self.row_codes, self.column_codes] = self.weights
        return matrix

    def to_numpy(self) -> NDArray[np.float64]:
        """The matrix as a dense array."""
        return self.dense

    def to_pandas(self) -> Any:
        """The matrix as a pandas DataFrame with labelled rows and columns."""
        require_extra("network", "pandas")
        import pandas

        return pandas.DataFrame(self.dense, index=list(self.rows), columns=list(self.columns))

    def to_scipy(self) -> Any:
        """The matrix as a scipy sparse array (compressed rows)."""
        require_extra("network", "scipy")
        from scipy import sparse

        triplets = (self.weights, (self.row_codes, self.column_codes))
        return sparse.coo_array(triplets, shape=self.shape).tocsr()

    def to_networkx(self) -> Any:
        """The network as an undirected networkx graph.

        Nodes of a two-mode network are ("row", label) and ("column", label), since both modes may
        hold the same label; of a one-mode network the labels themselves. Edges carry ``weight``
        and ``statement_ids``.
        """
        require_extra("network", "networkx")
        import networkx

        graph = networkx.Graph(kind=self.kind.value, mode=self.mode.value)
        twomode = self.kind is NetworkKind.TWOMODE
        sides = [("row", self.rows, self.row_attributes)]
        if twomode:
            sides.append(("column", self.columns, self.column_attributes))
        for bipartite, (side, labels, attributes) in enumerate(sides):
            for index, label in enumerate(labels):
                values = {name: column[index] for name, column in attributes.items()}
                name = (side, label) if twomode else label
                graph.add_node(name, label=label, bipartite=bipartite, **values)
        for edge in self.edges():
            ends = (edge.source, edge.target)
            nodes = (("row", ends[0]), ("column", ends[1])) if twomode else ends
            graph.add_edge(*nodes, weight=edge.weight, statement_ids=edge.statement_ids)
        return graph

    def evidence(self, row: int | str, column: int | str) -> tuple[StatementId, ...]:
        """Ids of the statements that a cell rests on, in order of time.

        Args:
            row: Label or index of the row.
            column: Label or index of the column.
        """
        if self.evidence_of is None:
            return ()
        i = self.rows.index(row) if isinstance(row, str) else row
        j = self.columns.index(column) if isinstance(column, str) else column
        return tuple(_plain(self.statement_ids[int(at)]) for at in self.evidence_of(i, j))

    def edges(self) -> Iterator[Edge]:
        """The ties by row and column; of a one-mode network each pair once, without loops."""
        import numpy as np

        order = np.lexsort((self.column_codes, self.row_codes))
        onemode = self.kind is NetworkKind.ONEMODE
        for at in order:
            i, j = int(self.row_codes[at]), int(self.column_codes[at])
            if onemode and j <= i:
                continue
            found = self.evidence(i, j)
            yield Edge(
                self.rows[i], self.columns[j], float(self.weights[at]), found, self.interval(at)
            )

    def interval(self, at: int) -> tuple[float, float, float] | None:
        """Estimate, low and high of a tie by its place among the triplets; None if not known."""
        if self.intervals is None or self.intervals[at][0] != self.intervals[at][0]:
            return None
        estimate, low, high = (float(one) for one in self.intervals[at])
        return estimate, low, high


def _plain(value: Any) -> StatementId:
    return value if isinstance(value, str) else int(value)
