"""Codebooks: TOML or CSV in, a checked :class:`Codebook` out, and back to TOML.

Every fault is named with its place: a person who maintains three hundred concepts in a spreadsheet
must not have to guess which row is meant.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError
from counterpoint.types.position import Codebook, Concept

__all__ = [
    "check_codebook",
    "codebook_text",
    "codebook_to_toml",
    "csv_mark",
    "parse_codebook",
    "read_codebook",
    "toml_value",
]

_LARGEST = 20_000_000
_MOST = 10_000
_KEYS = {"name", "definition", "for", "against", "parent", "keywords"}
_HINT = "`counterpoint codebook new FILE` writes one to start from"


def read_codebook(path: Path | str) -> Codebook:
    """Read and check a codebook.

    Args:
        path: A ``.toml`` file with one ``[[concept]]`` table a concept, or a ``.csv`` file with
            the columns concept, definition, for, against, parent, keywords (several values in one
            cell are divided by ``|``).

    Raises:
        InputError: If it cannot be read or has a fault; the message names the place.
    """
    return parse_codebook(codebook_text(path), path)


def parse_codebook(text: str, path: Path | str) -> Codebook:
    """Check a codebook whose text is there already; the path says its kind and is named in faults.

    Raises:
        InputError: If it has a fault; the message names the place.
    """
    place = Path(path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if place.suffix.casefold() == ".csv":
        named = _from_csv(text, str(place))
        title, language = place.stem, "en"
    else:
        table = _toml(text, str(place))
        title, language = str(table.get("title", place.stem)), str(table.get("language", "en"))
        named = _from_toml(table, str(place))
    codebook = Codebook(tuple(concept for _, concept in named), title, language)
    if not named:
        raise InputError(
            f"{path}: holds no concept",
            hint="`counterpoint codebook new FILE` writes a codebook to start from",
        )
    problems = check_codebook(codebook, [where for where, _ in named])
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InputError(
            f"{problems[0]}{more}", hint="`counterpoint codebook check FILE` lists all faults"
        )
    return codebook


def check_codebook(codebook: Codebook, places: Sequence[str] = ()) -> list[str]:
    """List the faults of a codebook: doubled names, unknown parents, circles, empty definitions.

    Args:
        codebook: The codebook.
        places: Where each concept stands, for the messages.
    """
    where = list(places) or [f"concept {n}" for n in range(1, len(codebook.concepts) + 1)]
    if not codebook.concepts:
        return ["the codebook has no concept"]
    if len(codebook.concepts) > _MOST:
        return [f"{len(codebook.concepts):,} concepts; more than {_MOST:,} are not read"]
    first: dict[str, int] = {}
    problems = []
    for number, concept in enumerate(codebook.concepts):
        key = " ".join(concept.name.casefold().split())
        if not key:
            problems.append(f"{where[number]}: the name is empty")
        elif key in first:
            other = where[first[key]]
            problems.append(f'{where[number]}: the name "{concept.name}" stands already at {other}')
        else:
            first[key] = number
        if not concept.definition.strip():
            problems.append(f'{where[number]}: "{concept.name}" has an empty definition')
    return problems + _parents(codebook, where, first)


def codebook_to_toml(codebook: Codebook) -> str:
    """The codebook as a TOML file that :func:`read_codebook` reads."""
    lines = [f"title = {_quoted(codebook.title)}", f"language = {_quoted(codebook.language)}"]
    for concept in codebook.concepts:
        lines += ["", "[[concept]]", f"name = {_quoted(concept.name)}"]
        lines.append(f"definition = {_quoted(concept.definition)}")
        for key, values in (
            ("for", concept.examples_for),
            ("against", concept.examples_against),
            ("keywords", concept.keywords),
        ):
            if values:
                lines.append(f"{key} = {toml_value(values)}")
        if concept.parent:
            lines.append(f"parent = {_quoted(concept.parent)}")
    return "\n".join(lines) + "\n"


def _parents(codebook: Codebook, where: Sequence[str], first: Mapping[str, int]) -> list[str]:
    problems = []
    above: dict[int, int] = {}
    for number, concept in enumerate(codebook.concepts):
        if not concept.parent:
            continue
        parent = first.get(" ".join(concept.parent.casefold().split()))
        if parent is None:
            problems.append(f'{where[number]}: the parent "{concept.parent}" is no concept')
        else:
            above[number] = parent
    done: set[int] = set()
    for number in above:
        path: list[int] = []
        here: int | None = number
        while here is not None and here not in done and here not in path:
            path.append(here)
            here = above.get(here)
        if here is not None and here in path:
            circle = [codebook.concepts[n].name for n in [*path[path.index(here) :], here]]
            problems.append(f"{where[here]}: parents go in a circle: {' -> '.join(circle)}")
        done.update(path)
    return problems


def codebook_text(path: Path | str) -> str:
    """The text of a codebook as it stands in the file, with its line ends and its mark of order.

    Raises:
        InputError: If it cannot be read.
    """
    place = Path(path)
    try:
        if place.stat().st_size > _LARGEST:
            raise InputError(f"{path}: larger than {_LARGEST // 1_000_000} MB", hint=_HINT)
        return place.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file", hint=_HINT) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not in UTF-8 (byte {error.start})", hint="save it as UTF-8"
        ) from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", hint=_HINT) from None


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{where}: not TOML ({error})", hint=_HINT) from None


def _from_toml(table: Mapping[str, Any], where: str) -> list[tuple[str, Concept]]:
    rows = table.get("concept", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{where}: concepts are not written as [[concept]] tables", hint=_HINT)
    out = []
    for number, row in enumerate(rows, 1):
        place = f"{where}, concept {number}"
        unknown = sorted(row.keys() - _KEYS)
        if unknown:
            raise InputError(
                f'{place}: "{unknown[0]}" is no field of a concept',
                hint=f"the fields are {', '.join(sorted(_KEYS))}",
            )
        out.append((place, _concept(row, place)))
    return out


def _concept(row: Mapping[str, Any], place: str) -> Concept:
    for key in ("name", "definition", "parent"):
        if not isinstance(row.get(key, ""), str):
            raise InputError(f'{place}: "{key}" is not a text', hint="put it in quotation marks")
    for key in ("for", "against", "keywords"):
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise InputError(f'{place}: "{key}" is not a list of texts', hint='as in ["a", "b"]')
    return Concept(
        name=row.get("name", "").strip(),
        definition=row.get("definition", "").strip(),
        examples_for=tuple(row.get("for", [])),
        examples_against=tuple(row.get("against", [])),
        parent=row.get("parent", "").strip(),
        keywords=tuple(row.get("keywords", [])),
    )


def _from_csv(text: str, where: str) -> list[tuple[str, Concept]]:
    try:
        lines = io.StringIO(text, newline="")
        reader = csv.DictReader(lines, delimiter=csv_mark(text), strict=True)
        names = {(name or "").strip().casefold(): name for name in reader.fieldnames or []}
        title = next((names[key] for key in ("concept", "name") if key in names), None)
        if title is None or "definition" not in names:
            raise InputError(
                f'{where}, line 1: needs the columns "concept" and "definition"',
                hint=f"found {', '.join(reader.fieldnames or ['nothing'])}",
            )
        out = []
        for row in reader:
            place = f"{where}, line {reader.line_num}"
            cells = {key: str(row.get(name) or "") for key, name in names.items()}
            if not any(cells.values()):
                continue
            parts = {key: _divided(cells.get(key, "")) for key in ("for", "against", "keywords")}
            out.append((place, _concept({**cells, **parts, "name": row[title] or ""}, place)))
    except csv.Error as error:
        raise InputError(f"{where}, line {reader.line_num}: {error}", hint=_HINT) from None
    return out


def csv_mark(text: str) -> str:
    """What divides the cells of a spreadsheet: a comma, or a semicolon."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _divided(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def toml_value(value: str | Sequence[str]) -> str:
    """A text, or a list of texts, as TOML writes it."""
    if isinstance(value, str):
        return _quoted(value)
    return f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
