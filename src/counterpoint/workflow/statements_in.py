"""Load statements from whatever holds them, and keep those that a Filter means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.types import Column, Filter, StatementTable
from counterpoint.workflow.corpus_place import is_corpus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    _Check = Callable[[StatementTable, str, Any], Mask]

__all__ = ["filter_statements", "load_statements", "select_statements"]

_ROWS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
_SERVERS = ("postgresql:", "postgresql+", "postgres:")
_ACTOR = ("person", "organization", "organisation", "actor", "speaker")
_VARIABLES = {  # field of Filter: variables that it looks into
    "actors": _ACTOR,
    "organisations": ("organization", "organisation"),
    "countries": ("country",),
    "concepts": ("concept",),
    "manners": ("manner",),
    "acts": ("act",),
}


def select_statements(
    place: str,
    wanted: Filter,
    *,
    statement_type: str = "",
    texts: bool = False,
    level: str = "organisation",
    by_coder: bool = False,
    targets: bool = False,
) -> StatementTable:
    """Load the statements that a filter means; a corpus is asked for no others.

    Args:
        place: As for ``load_statements``, or a corpus.
        wanted: Which statements are meant.
        statement_type: Label of the type, where there are several.
        texts: Whether the words of the statements are needed.
        level: Who acts, in a corpus: person, organisation or country.
        by_coder: Each coder's own view of a corpus, judgements included.
        targets: Whom the speakers are for or against, instead of concepts; in a corpus only.

    Raises:
        InputError: If targets are asked of something else than a corpus.
    """
    if is_corpus(place):
        from counterpoint.workflow.corpus_network import load_corpus

        return load_corpus(
            place, wanted, level=level, texts=texts, by_coder=by_coder, targets=targets
        )
    if targets:
        raise InputError(
            f"{place}: only a corpus knows whom its speakers are for or against",
            hint="leave out --targets; --variable2 names another variable of the file",
        )
    table = load_statements(place, statement_type=statement_type, texts=texts)
    return filter_statements(table, wanted)


def load_statements(
    place: str,
    *,
    statement_type: str = "",
    texts: bool = False,
    wanted: Filter | None = None,
    targets: bool = False,
) -> StatementTable:
    """Load the statements of one type.

    Args:
        place: A ``.dna`` file, the address of a DNA database on PostgreSQL, or a file of
            statements as CSV or JSON Lines.
        statement_type: Label of the type, where there are several; empty takes the first that
            fits.
        texts: Whether the words of the statements are needed.
        wanted: Which statements are meant; all, if not given.
        targets: Whom the speakers are for or against, instead of concepts; in a corpus only.

    Raises:
        InputError: If there is nothing that can be read.
    """
    if is_corpus(place):
        from counterpoint.workflow.corpus_network import load_corpus

        return load_corpus(place, wanted or Filter(), texts=texts, unnamed=True, targets=targets)
    if wanted is not None or targets:
        return select_statements(
            place, wanted or Filter(), statement_type=statement_type, texts=texts, targets=targets
        )
    if place.startswith(_SERVERS):
        return _load_dna(place, statement_type, texts=texts)
    path = Path(place)
    if path.is_dir():
        raise InputError(f"{place}: is a folder", hint="give a .dna file, or statements as CSV")
    if not path.exists():
        raise InputError(f"{place}: there is no such file", hint="check the name and the folder")
    suffix = path.suffix.lower()
    if suffix == ".dna":
        return _load_dna(place, statement_type, texts=texts)
    if suffix in _ROWS:
        from counterpoint.readers.statement_table import read_statement_rows

        return read_statement_rows(path, statement_type=statement_type)
    raise InputError(
        f'{place}: statements are not read from "{suffix or path.name}" files',
        hint="give a .dna file, or statements as .csv or .jsonl",
    )


def _load_dna(place: str, statement_type: str, *, texts: bool) -> StatementTable:
    from counterpoint.readers.dna import read_dna

    return read_dna(place, statement_type, texts=texts)


def filter_statements(table: StatementTable, wanted: Filter) -> StatementTable:
    """Keep the statements that a filter means; documents stay.

    Raises:
        InputError: If a field of the filter asks for something that these statements do not have.
    """
    import numpy as np

    keep = np.ones(len(table), dtype=bool)
    for field in fields(Filter):
        value = getattr(wanted, field.name)
        if value != field.default:
            check: _Check = _CHECKS.get(field.name, _by_variable)
            keep &= check(table, field.name, value)
    return table if keep.all() else table.take(np.flatnonzero(keep))


def _by_variable(table: StatementTable, name: str, values: Sequence[Any]) -> Mask:
    wanted = [getattr(value, "value", value) for value in values]
    columns = [table.variables[one] for one in _VARIABLES.get(name, ()) if one in table.variables]
    if not columns:
        raise _not_there(table, name)
    keep = _among(columns[0], wanted)
    for column in columns[1:]:
        keep |= _among(column, wanted)
    return keep


def _among(column: Column, wanted: Sequence[str]) -> Mask:
    import numpy as np

    if not column.is_text:
        return np.isin(column.codes.astype(str), list(wanted))
    chosen = [at for at, label in enumerate(column.labels) if label in set(wanted)]
    return np.isin(column.codes, chosen)


def _by_document_field(field: str) -> Callable[[StatementTable, str, Sequence[str]], Mask]:
    def check(table: StatementTable, name: str, values: Sequence[str]) -> Mask:
        column = table.documents.fields.get(field)
        if column is None:
            raise _not_there(table, name)
        found: Mask = _among(column, values)[table.document_rows]
        return found

    return check


def _by_document(table: StatementTable, _: str, values: Sequence[str]) -> Mask:
    import numpy as np

    chosen = np.isin(table.documents.ids.astype(str), list(values))
    found: Mask = chosen[table.document_rows]
    return found


def _by_coder(table: StatementTable, name: str, values: Sequence[str]) -> Mask:
    if table.coders is None:
        raise _not_there(table, name)
    return _among(table.coders, values)


def _since(table: StatementTable, _: str, when: datetime) -> Mask:
    found: Mask = table.dates >= _seconds(when)
    return found


def _until(table: StatementTable, _: str, when: datetime) -> Mask:
    if when.time() == time(0):  # a day is meant to its end
        when = datetime.combine(when.date(), time(23, 59, 59), when.tzinfo)
    found: Mask = table.dates <= _seconds(when)
    return found


def _by_score(table: StatementTable, name: str, _: float) -> Mask:
    raise _not_there(table, name)


def _by_text(table: StatementTable, _: str, words: str) -> Mask:
    import numpy as np

    wanted = words.casefold()
    titles = table.documents.fields.get("title")
    texts = table.documents.texts
    held = []
    for row in range(len(table.documents)):
        title = str(titles.value(row) or "") if titles is not None else ""
        text = texts[row] if texts is not None else ""
        held.append(wanted in title.casefold() or wanted in text.casefold())
    found: Mask = np.asarray(held, dtype=bool)[table.document_rows]
    return found


_CHECKS: dict[str, _Check] = {
    "since": _since,
    "until": _until,
    "outlets": _by_document_field("source"),
    "languages": _by_document_field("language"),
    "documents": _by_document,
    "coders": _by_coder,
    "min_score": _by_score,
    "text": _by_text,
}


def _seconds(when: datetime) -> float:
    return when.replace(tzinfo=when.tzinfo or UTC).timestamp()


def _not_there(table: StatementTable, name: str) -> InputError:
    known = ", ".join(f'"{one}"' for one in table.variables)
    return InputError(
        f"these statements cannot be filtered by {name.replace('_', ' ')}: they do not have it",
        hint=f"they have the variables {known}; --exclude VARIABLE=VALUE filters by any of them",
    )
