"""Gold that holds no texts: where each text lies, a digest of it, and spans.

Texts that may be read but not passed on are annotated this way. A text that is not the one that was
annotated is refused, since every offset in it would be wrong without a word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError
from counterpoint.evaluation.attribution import GoldDocument
from counterpoint.evaluation.gold import gold_document
from counterpoint.workflow.gold_rows import gold_rows

__all__ = ["stand_off_documents"]

_HINT = (
    'it holds {"texts": [{"file": "corpus/docs.jsonl.gz", "id", "end", "sha256",'
    ' "attributions": [...]}, ...]}'
)


def stand_off_documents(gold: str | Path, texts: str | Path) -> list[GoldDocument]:
    """Read gold without texts, and its texts from where they lie.

    Args:
        gold: The annotations.
        texts: The folder that their files are named from.

    Raises:
        InputError: If either does not hold what it should.
    """
    entries = _entries(gold)
    rows: dict[str, dict[str, Any]] = {}
    documents = []
    for number, entry in enumerate(entries, start=1):
        where = f"{gold}, text {number}"
        if not isinstance(entry, dict) or not {"file", "id", "end", "sha256"} <= entry.keys():
            raise InputError(f"{where}: 'file', 'id', 'end' or 'sha256' is missing", hint=_HINT)
        name = str(entry["file"])
        if name not in rows:
            rows[name] = _rows(Path(texts), name, where)
        text = _text(rows[name].get(str(entry["id"])), entry, where)
        documents.append(gold_document({**entry, "text": text}, where=where))
    return documents


def _entries(gold: str | Path) -> list[Any]:
    try:
        table = json.loads(Path(gold).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{gold}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{gold}: not JSON in UTF-8 ({error})", hint=_HINT) from error
    entries = table.get("texts") if isinstance(table, dict) else None
    if not isinstance(entries, list) or not entries:
        raise InputError(f'{gold}: there is no list "texts"', hint=_HINT)
    return entries


def _rows(folder: Path, name: str, where: str) -> dict[str, Any]:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise InputError(f"{where}: {name!r} does not lie within the folder of texts")
    if not folder.is_dir():
        raise InputError(
            f"{folder}: no such folder", hint="name the folder that holds the corpora with --texts"
        )
    return {
        str(row["id"]): row
        for _, row in gold_rows(folder / name)
        if isinstance(row, dict) and "id" in row
    }


def _text(row: Mapping[str, Any] | None, entry: Mapping[str, Any], where: str) -> str:
    """Give the annotated part of a text: its own, or its title and sentences a line each."""
    if row is None:
        raise InputError(f"{where}: {entry['file']} has no text {entry['id']!r}")
    text = row.get("text")
    if not isinstance(text, str):
        text = "\n".join(str(line) for line in (row.get("title"), *_sentences(row)))
    text = text[: entry["end"]] if isinstance(entry["end"], int) else text
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != entry["sha256"]:
        raise InputError(
            f"{where}: {entry['id']!r} in {entry['file']} is not the text that was annotated",
            hint="take the version of the corpus that the annotations were made on",
        )
    return text


def _sentences(row: Mapping[str, Any]) -> list[Any]:
    some = row.get("sentences")
    lines = some if isinstance(some, list) else []
    return [line.get("text") if isinstance(line, dict) else line for line in lines]
