"""Measure the readers against pages whose article is known."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoint.errors import CounterpointError, InputError
from counterpoint.evaluation.readers import BodyScore, FactScore, score_bodies, score_facts
from counterpoint.readers import read_html, read_text
from counterpoint.types import Document

__all__ = ["ReaderScores", "evaluate_readers"]

_GOLD = "ground-truth.json"


@dataclass(frozen=True, slots=True)
class ReaderScores:
    """Scores of the readers on one folder; what the folder does not hold is absent.

    Attributes:
        bodies: By kind of input: ``html``, and the variants of scraped text.
        facts: Day and authors of pages.
        trained_on: Whether the trees that come with the package were trained on these very pages,
            so that the figures flatter.
    """

    bodies: dict[str, BodyScore]
    facts: FactScore | None
    trained_on: bool


def evaluate_readers(folder: str | Path) -> ReaderScores:
    """Read every page and text of a folder and score the answers.

    Args:
        folder: With ``ground-truth.json`` and ``html/ID.html.gz``, ``plain/scraped.jsonl.gz``, or
            ``meta/gold.jsonl`` and ``meta/html``; whichever are there.

    Raises:
        InputError: If none of them is there, or one is damaged.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    gold = _gold_bodies(folder)
    bodies: dict[str, BodyScore] = {}
    if gold and (folder / "html").is_dir():
        bodies["html"] = score_bodies(_pages(folder, gold))
    scraped = folder / "plain" / "scraped.jsonl.gz"
    if gold and scraped.is_file():
        pairs: dict[str, list[tuple[str, str]]] = {}
        for record in _records(scraped, ("id", "variant", "text")):
            if record["id"] not in gold:
                raise InputError(f'{scraped}: {_GOLD} has no gold body for "{record["id"]}"')
            answer = read_text(str(record["text"])).body
            pairs.setdefault(record["variant"], []).append((gold[record["id"]], answer))
        bodies |= {kind: score_bodies(found) for kind, found in sorted(pairs.items())}
    meta = folder / "meta" / "gold.jsonl"
    facts = score_facts(_facts(meta)) if meta.is_file() else None
    if not bodies and facts is None:
        raise InputError(
            f"{folder}: nothing to measure",
            hint="looked for ground-truth.json with html/, plain/scraped.jsonl.gz, meta/gold.jsonl",
        )
    return ReaderScores(bodies, facts, _was_trained_on(folder))


def _gold_bodies(folder: Path) -> dict[str, str]:
    place = folder / _GOLD
    if not place.is_file():
        return {}
    try:
        table = json.loads(place.read_text(encoding="utf-8"))
        return {name: str(entry["articleBody"]) for name, entry in table.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{place}: not a table of gold bodies ({error})") from None


def _pages(folder: Path, gold: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, body in gold.items():
        document = _read(_page_bytes(folder / "html" / f"{name}.html"))
        yield body, document.body if document else ""


def _facts(
    place: Path,
) -> Iterator[tuple[tuple[str, list[str]], tuple[str, list[str]]]]:
    for record in _records(place, ("id", "url")):
        document = _read(_page_bytes(place.parent / "html" / f"{record['id']}.html"), record["url"])
        wanted = str(record.get("date") or ""), list(record.get("authors") or [])
        if document is None:
            yield wanted, ("", [])
        else:
            day = document.published.date().isoformat() if document.published else ""
            yield wanted, (day, list(document.authors))


def _read(page: bytes, url: str = "") -> Document | None:
    try:
        return read_html(page, url=url)
    except CounterpointError:
        return None  # an answer that is missing is a wrong answer


def _page_bytes(place: Path) -> bytes:
    packed = place.with_name(place.name + ".gz")
    try:
        return gzip.decompress(packed.read_bytes()) if packed.is_file() else place.read_bytes()
    except (OSError, EOFError) as error:
        raise InputError(f"{place}: the page cannot be read ({error})") from None


def _records(place: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Objects of a JSON Lines file, plain or packed, each with the fields that are needed."""
    try:
        data = place.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{place}: cannot be read ({error})") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{place}, line {number}: not JSON ({error})") from None
        missing = [key for key in needed if not isinstance(record, dict) or key not in record]
        if missing:
            raise InputError(f'{place}, line {number}: no "{missing[0]}" in it')
        yield record


def _was_trained_on(folder: Path) -> bool:
    from counterpoint.readers.trees import load_trees

    place = folder / _GOLD
    if not place.is_file():
        return False
    return hashlib.sha256(place.read_bytes()).hexdigest() == load_trees("page").trained_on
