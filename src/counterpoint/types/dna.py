"""The tables of a database of Discourse Network Analyzer 3, and its rows.

The schema is written down once, here; reader, writer and validator go by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = [
    "DATA_TABLES",
    "PERMISSIONS",
    "SCHEMA",
    "TEXT_LIMIT",
    "DnaCell",
    "DnaColumn",
    "DnaDatabase",
    "DnaRow",
    "DnaTable",
]

TEXT_LIMIT = 190  # code points in a label, a title or a document field

DnaCell = int | str | None
DnaRow = tuple[DnaCell, ...]


@dataclass(frozen=True, slots=True)
class DnaColumn:
    """A column with what DNA demands of its values.

    Attributes:
        name: As DNA spells it.
        kind: ``int`` or ``text``.
        null: Whether a value may be missing.
        default: Of the column, or None for none.
        low: Smallest integer, where there is a bound.
        high: Largest integer, where there is a bound.
        limited: Whether a text is held to ``TEXT_LIMIT``.
        options: The only texts allowed; empty for any.
        references: Table whose ID the value must be.
    """

    name: str
    kind: str = "int"
    null: bool = False
    default: DnaCell = None
    low: int | None = None
    high: int | None = None
    limited: bool = False
    options: tuple[str, ...] = ()
    references: str = ""


@dataclass(frozen=True, slots=True)
class DnaTable:
    """A table: its columns, primary key first, and what must not repeat."""

    name: str
    columns: tuple[DnaColumn, ...]
    unique: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()  # conditions between columns, in SQL
    required: bool = True  # whether a reader gives up without it

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)


PERMISSIONS = (
    "PermissionAddDocuments",
    "PermissionEditDocuments",
    "PermissionDeleteDocuments",
    "PermissionImportDocuments",
    "PermissionAddStatements",
    "PermissionEditStatements",
    "PermissionDeleteStatements",
    "PermissionEditAttributes",
    "PermissionEditRegex",
    "PermissionEditStatementTypes",
    "PermissionEditCoders",
    "PermissionEditCoderRelations",
    "PermissionViewOthersDocuments",
    "PermissionEditOthersDocuments",
    "PermissionViewOthersStatements",
    "PermissionEditOthersStatements",
)

DATA_TABLES = {  # data type of a variable: the table of its values
    "short text": "DATASHORTTEXT",
    "long text": "DATALONGTEXT",
    "integer": "DATAINTEGER",
    "boolean": "DATABOOLEAN",
}


def _id() -> DnaColumn:
    return DnaColumn("ID")


def _label(name: str, default: str | None = None) -> DnaColumn:
    return DnaColumn(name, "text", limited=True, default=default)


def _to(name: str, table: str, *, null: bool = True, low: int | None = None) -> DnaColumn:
    return DnaColumn(name, null=null, references=table, low=low)


def _flag(name: str, default: int = 1) -> DnaColumn:
    return DnaColumn(name, default=default, low=0, high=1)


def _colours(*, null: bool = False) -> tuple[DnaColumn, ...]:
    default = None if null else 0
    return tuple(
        DnaColumn(name, null=null, default=default, low=0, high=255)
        for name in ("Red", "Green", "Blue")
    )


def _data(name: str, value: DnaColumn) -> DnaTable:
    owners = (
        _to("StatementId", "STATEMENTS", null=False),
        _to("VariableId", "VARIABLES", null=False),
    )
    return DnaTable(name, (_id(), *owners, value), unique=("StatementId", "VariableId"))


_TABLES = (
    DnaTable("SETTINGS", (DnaColumn("Property", "text"), DnaColumn("Value", "text"))),
    DnaTable(
        "CODERS",
        (
            _id(),
            _label("Name"),
            *_colours(),
            DnaColumn("Refresh", default=0, low=0, high=9999),
            DnaColumn("FontSize", default=14, low=1, high=99),
            _label("Password"),
            DnaColumn("PopupWidth", null=True, default=300, low=100, high=9999),
            _flag("ColorByCoder", 0),
            _flag("PopupDecoration", 0),
            _flag("PopupAutoComplete"),
            *(_flag(name) for name in PERMISSIONS),
        ),
    ),
    DnaTable(
        "CODERRELATIONS",
        (
            _id(),
            _to("Coder", "CODERS", low=1),
            _to("OtherCoder", "CODERS", low=1),
            _flag("viewStatements"),
            _flag("editStatements"),
            _flag("viewDocuments"),
            _flag("editDocuments"),
        ),
        checks=("Coder != OtherCoder",),
        required=False,
    ),
    DnaTable(
        "DOCUMENTS",
        (
            _id(),
            _label("Title"),
            DnaColumn("Text", "text"),
            _to("Coder", "CODERS"),
            _label("Author", ""),
            _label("Source", ""),
            _label("Section", ""),
            DnaColumn("Notes", "text", default=""),
            _label("Type", ""),
            DnaColumn("Date"),
        ),
    ),
    DnaTable("STATEMENTTYPES", (_id(), _label("Label"), *_colours())),
    DnaTable(
        "VARIABLES",
        (
            _id(),
            _label("Variable"),
            DnaColumn("DataType", "text", default="short text", options=tuple(DATA_TABLES)),
            _to("StatementTypeId", "STATEMENTTYPES"),
        ),
        unique=("Variable", "StatementTypeId"),
    ),
    DnaTable(
        "VARIABLELINKS",
        (_id(), _to("SourceVariableId", "VARIABLES"), _to("TargetVariableId", "VARIABLES")),
        checks=("SourceVariableId != TargetVariableId",),
        required=False,
    ),
    DnaTable("REGEXES", (_label("Label"), *_colours()), required=False),
    DnaTable(
        "STATEMENTS",
        (
            _id(),
            _to("StatementTypeId", "STATEMENTTYPES"),
            _to("DocumentId", "DOCUMENTS"),
            DnaColumn("Start", low=0),
            DnaColumn("Stop", low=0),
            _to("Coder", "CODERS"),
        ),
        checks=("Start < Stop",),
    ),
    DnaTable(
        "ENTITIES",
        (
            _id(),
            _to("VariableId", "VARIABLES", null=False),
            _label("Value", ""),
            *_colours(null=True),
            _to("ChildOf", "ENTITIES", low=1),
        ),
        unique=("VariableId", "Value"),
    ),
    _data("DATASHORTTEXT", _to("Entity", "ENTITIES", null=False)),
    _data("DATALONGTEXT", DnaColumn("Value", "text", null=True, default="")),
    _data("DATAINTEGER", DnaColumn("Value", default=0)),
    _data("DATABOOLEAN", DnaColumn("Value", default=1)),
    DnaTable(
        "ATTRIBUTEVARIABLES",
        (_id(), _to("VariableId", "VARIABLES", null=False), _label("AttributeVariable")),
        unique=("VariableId", "AttributeVariable"),
        required=False,
    ),
    DnaTable(
        "ATTRIBUTEVALUES",
        (
            _id(),
            _to("EntityId", "ENTITIES", null=False),
            _to("AttributeVariableId", "ATTRIBUTEVARIABLES", null=False),
            _label("AttributeValue", ""),
        ),
        unique=("EntityId", "AttributeVariableId"),
        required=False,
    ),
)

SCHEMA: Mapping[str, DnaTable] = MappingProxyType({table.name: table for table in _TABLES})


@dataclass(frozen=True, slots=True)
class DnaDatabase:
    """A whole database, row by row, as it is stored.

    Positions of statements are DNA's: UTF-16 units of the document's text.

    Attributes:
        tables: Per table its rows, in the order of the primary key; cells in the order of
            ``SCHEMA``. A table that is not there has no rows.
    """

    tables: Mapping[str, tuple[DnaRow, ...]] = field(default_factory=dict)

    def rows(self, table: str) -> tuple[DnaRow, ...]:
        """The rows of a table, as tuples."""
        return self.tables.get(table, ())

    def records(self, table: str) -> Iterator[dict[str, DnaCell]]:
        """The rows of a table, by column name."""
        names = SCHEMA[table].names
        for row in self.rows(table):
            yield dict(zip(names, row, strict=True))
