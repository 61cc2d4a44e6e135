"""The SQL that makes the tables of a DNA database, from the one schema in ``types.dna``."""

from __future__ import annotations

from counterpoint.types.dna import SCHEMA, TEXT_LIMIT, DnaColumn, DnaTable

__all__ = ["create_statements"]


def create_statements() -> list[str]:
    """One CREATE TABLE statement per table, those that others refer to first."""
    return [_create(table) for table in SCHEMA.values()]


def _create(table: DnaTable) -> str:
    parts = [_column(column, primary=index == 0) for index, column in enumerate(table.columns)]
    parts += [f"CHECK ({check})" for check in table.checks]
    parts += [
        f"FOREIGN KEY({column.name}) REFERENCES {column.references}(ID) ON DELETE CASCADE"
        for column in table.columns
        if column.references
    ]
    if table.unique:
        parts.append(f"UNIQUE ({', '.join(table.unique)})")
    return f"CREATE TABLE {table.name}({', '.join(parts)})"


def _column(column: DnaColumn, *, primary: bool) -> str:
    words = [column.name, "INTEGER" if column.kind == "int" else "TEXT"]
    if not column.null:
        words.append("NOT NULL")
    if primary:
        words.append("PRIMARY KEY")
    if column.default is not None:
        default = column.default
        words.append(f"DEFAULT '{default}'" if isinstance(default, str) else f"DEFAULT {default}")
    words += [f"CHECK ({check})" for check in _checks(column)]
    return " ".join(words)


def _checks(column: DnaColumn) -> list[str]:
    checks = []
    if column.limited:
        checks.append(f"LENGTH({column.name}) < {TEXT_LIMIT + 1}")
    if column.options:
        checks.append(" OR ".join(f"{column.name} = '{option}'" for option in column.options))
    if column.low is not None and column.high is not None:
        checks.append(f"{column.name} BETWEEN {column.low} AND {column.high}")
    elif column.low is not None:
        checks.append(f"{column.name} >= {column.low}")
    return checks
