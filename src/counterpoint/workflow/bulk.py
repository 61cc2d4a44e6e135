"""JSON Lines in, JSON Lines out, record by record: what ``stance`` and ``edges`` share.

The state of a run is its output. Started again with the same words, it passes over the ids that the
output holds and goes on with the rest.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from counterpoint.errors import CounterpointError, InputError
from counterpoint.readers.streams import Peekable, unpacked
from counterpoint.writers.lines import LineOutput

__all__ = ["BadRecord", "BulkTotals", "Record", "RecordError", "run_bulk"]

Record = Mapping[str, Any]
_LONGEST_LINE = 100_000_000


class RecordError(CounterpointError):
    """One record that cannot be used; the others are done."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A line that could not be done."""

    number: int
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BulkTotals:
    """What a run did."""

    done: int = 0
    before: int = 0  # were there already
    bad: int = 0


def run_bulk(
    source: str | Path,
    target: str | Path,
    *,
    check: Callable[[Record], None],
    work: Callable[[Sequence[Record]], Sequence[Mapping[str, Any]]],
    report: Callable[[BadRecord], None],
    batch: int = 64,
    restart: bool = False,
) -> BulkTotals:
    """Write one line for every record of a file, in order.

    Args:
        source: JSON Lines, plain or gzip, or ``-`` for standard input.
        target: Where the lines go, or ``-``; gone on with if it is there.
        check: Raises :class:`RecordError` for a record that cannot be used.
        work: Gives one answer for each of some records.
        report: Called with each line that could not be done.
        batch: How many records are worked on at a time.
        restart: Whether to begin anew where the target is there already.

    Raises:
        InputError: If the source cannot be read, or the target holds something else.
        StoreError: If the target cannot be written.
    """
    done = before = bad = 0
    waiting: list[Record] = []
    with _open(source) as stream, LineOutput(target, restart=restart, unlike=source) as output:
        output.begin()
        left, used = set(output.done), set[str]()

        def finish() -> None:
            nonlocal done
            answers = work(waiting)
            output.write("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers))
            done += len(waiting)
            waiting.clear()

        for number, line in _lines(stream, str(source)):
            try:
                record = _parse(line, used)
                if hash(record["id"]) in left:
                    before += 1
                    continue
                check(record)
            except RecordError as error:
                bad += 1
                report(BadRecord(number, str(error), error.hint))
                continue
            waiting.append(record)
            if len(waiting) >= batch:
                finish()
        if waiting:
            finish()
    return BulkTotals(done, before, bad)


def _parse(line: bytes, used: set[str]) -> Record:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise RecordError("not in UTF-8", hint="save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON ({error})") from None
    if not isinstance(record, dict):
        raise RecordError("not a JSON object", hint='write {"id": ..., "text": ...}')
    identifier = record.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if not isinstance(identifier, str) or not identifier:
        raise RecordError('has no "id"', hint="give each record an id of its own")
    if identifier in used:
        raise RecordError(f'the id "{identifier[:80]}" was used before')
    used.add(identifier)
    text = record.get("text")
    if not isinstance(text, str):
        raise RecordError('has no "text"')
    return {**record, "id": identifier, "text": text}


@contextmanager
def _open(source: str | Path) -> Iterator[Peekable]:
    if str(source) == "-":
        with unpacked(Peekable(sys.stdin.buffer), where="standard input") as stream:
            yield stream
        return
    file: IO[bytes]
    try:
        file = open(source, "rb")
    except IsADirectoryError:
        raise InputError(f"{source}: is a folder", hint="name a JSON Lines file") from None
    except FileNotFoundError:
        raise InputError(f"{source}: no such file", hint="name a JSON Lines file, or -") from None
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror})") from error
    with file, unpacked(Peekable(file), where=str(source)) as stream:
        yield stream


def _lines(stream: Peekable, where: str) -> Iterator[tuple[int, bytes]]:
    if stream.peek(2) in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{where}: in UTF-16", hint="save it as UTF-8 first")
    number = 0
    with io.BufferedReader(stream, 1 << 20) as lines:
        while line := lines.readline(_LONGEST_LINE):
            number += 1
            if line.strip():
                yield number, line
