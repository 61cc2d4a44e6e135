"""A picture with everything that its page shows, and saving it as SVG, PNG or HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.types import StatementId, StatementTable, VariableKind
from counterpoint.writers.picture import Sheet
from counterpoint.writers.picture_page import PageStatement, PageTable, PageTie, picture_page

__all__ = ["Drawn", "page_statements", "picture_format", "save_picture"]

_FORMATS = {".svg": "svg", ".png": "png", ".html": "html", ".htm": "html"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, a sentence, the same numbers as tables, and the statements behind ties."""

    sheet: Sheet
    sentence: str
    tables: Sequence[PageTable] = ()
    ties: Sequence[PageTie] = ()
    statements: Mapping[StatementId, PageStatement] = field(default_factory=dict)


def picture_format(path: Path) -> str:
    """``svg``, ``png`` or ``html``, by the ending of a file's name.

    Raises:
        InputError: If it is none of them.
    """
    found = _FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(
            f'{path}: pictures are not written as "{path.suffix or path.name}"',
            hint="end the name in .svg, .png or .html",
        )
    return found


def save_picture(drawn: Drawn, path: Path) -> None:
    """Write a picture; the ending of the name says how."""
    from counterpoint.writers.networks import write_bytes, write_text

    form = picture_format(path)
    sheet = drawn.sheet
    if form == "svg":
        write_text(path, [sheet.render()])
    elif form == "png":
        from counterpoint.writers.png import png_bytes

        write_bytes(path, png_bytes(sheet.render(), sheet.width, sheet.height))
    else:
        page = picture_page(
            sheet,
            sentence=drawn.sentence,
            tables=drawn.tables,
            ties=drawn.ties,
            statements=drawn.statements,
        )
        write_text(path, page)


def page_statements(
    table: StatementTable, wanted: Iterable[StatementId]
) -> dict[StatementId, PageStatement]:
    """What a page shows of these statements."""
    chosen = set(wanted)
    found = {}
    for row, given in enumerate(table.ids.tolist()):
        if given in chosen:
            found[given] = _page_statement(table, row, given)
    return found


def _page_statement(table: StatementTable, row: int, given: StatementId) -> PageStatement:
    document = int(table.document_rows[row])
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(table.dates[row]))
    fields = table.documents.fields
    about = [f"{day:%Y-%m-%d}"] if table.dates[row] else []  # 1970 stands for no date
    about += [
        str(fields[name].value(document) or "") for name in ("source", "title") if name in fields
    ]
    if table.coders is not None:
        about.append(f"coded by {table.coders.value(row)}")
    values = []
    for name, column in table.variables.items():
        value = column.value(row)
        if column.kind is VariableKind.BOOLEAN and value is not None:
            value = f"{name}: {'yes' if value else 'no'}"
        if value not in (None, "") and column.kind is not VariableKind.LONG_TEXT:
            values.append(str(value))
    words = table.words(row) or ""
    source = ", ".join(part for part in about if part)
    return PageStatement(given, words[:2000], source, " · ".join(values))
