"""Statements in bulk: JSON Lines in, JSON Lines out, in order, by any number of processes.

The state of a run is its output: the complete lines that it holds. A run that was stopped anywhere
is started again with the same words; half a line at the end is cut off, what is there is not done
again, and the rest follows. A note beside the output keeps other options from mixing in.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from counterpoint import __version__
from counterpoint.errors import InputError
from counterpoint.readers import ReadFailure, ReadOptions
from counterpoint.readers.decode import decode_line, refuse_binary
from counterpoint.readers.jsonl import read_jsonl
from counterpoint.readers.streams import Peekable, unpacked
from counterpoint.types import AnnotatedDocument, Document
from counterpoint.workflow.annotate import ReadingOptions, annotate, is_read
from counterpoint.workflow.engines import in_order
from counterpoint.workflow.known import gazetteer_digest
from counterpoint.workflow.records import bulk_record, to_json
from counterpoint.workflow.run_note import RunNote
from counterpoint.writers.lines import LineOutput

__all__ = ["BadLine", "ExtractOptions", "Progress", "Totals", "extract"]

logger = logging.getLogger(__name__)
_MOST_LINES = 12
_HEAD = 4096
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractOptions:
    """How a bulk of texts is worked through."""

    reading: ReadingOptions = field(default_factory=ReadingOptions)
    read: ReadOptions = field(default_factory=lambda: ReadOptions(labels=False))
    jobs: int = 1
    nested: bool = False
    restart: bool = False


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be done."""

    number: int
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run did."""

    done: int = 0
    before: int = 0  # were there already
    statements: int = 0
    bad: int = 0
    foreign: int = 0  # not English


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is."""

    totals: Totals
    bytes_read: int


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    data: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Result:
    number: int
    id: str
    line: str = ""
    statements: int = 0
    foreign: bool = False
    reason: str = ""
    hint: str = ""
    note: str = ""  # what was mended in the line to read it


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process needs to know to work on lines."""

    reading: ReadingOptions
    read: ReadOptions
    nested: bool

    def __call__(self, lines: Sequence[_Line]) -> list[_Result]:
        """Results of some lines, in their order."""
        return _do_lines(lines, self)


def extract(
    source: str | Path,
    target: str | Path,
    *,
    options: ExtractOptions,
    report: Callable[[BadLine], None],
    progress: Callable[[Progress], None],
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
) -> Totals:
    """Write the statements of every text of a JSON Lines file.

    Args:
        source: The file, plain or gzip, or ``-``.
        target: Where the lines go: a file (``.gz`` is packed), gone on with if it is there, or
            ``-``.
        options: How to do it.
        report: Called with each line that could not be done.
        progress: Called after each few lines.
        stdin: What ``-`` stands for as source.
        stdout: What ``-`` stands for as target.

    Raises:
        InputError: If the source cannot be read, or the target holds something else or was begun
            with other options.
        StoreError: If the target cannot be written.
    """
    run = _Run(options, report, progress, "standard input" if str(source) == "-" else str(source))
    with (
        _open(source, stdin) as (stream, count),
        LineOutput(target, restart=options.restart, stdout=stdout, unlike=source) as output,
    ):
        run.count = count
        note = RunNote(target, _told(options))
        if len(output.done):
            note.check()
        note.write()
        output.begin()
        return run.go(_lines(stream, options.read.max_bytes, run.source), output)


@dataclass(slots=True)
class _Run:
    options: ExtractOptions
    report: Callable[[BadLine], None]
    progress: Callable[[Progress], None]
    source: str = ""
    noted: bool = False
    count: Callable[[], int] = lambda: 0
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Totals.__slots__, 0))
    seen: set[int] = field(default_factory=set)

    def go(self, lines: Iterator[_Line], output: LineOutput) -> Totals:
        reading = replace(self.options.reading, nested=self.options.nested)
        work = _Work(reading, self.options.read, self.options.nested)
        self._skip_done(lines, output)
        chunks = _chunks(lines)
        with closing(in_order(work, chunks, jobs=self.options.jobs)) as results:
            for result in results:
                output.write(self._accept(result))
                self._tell()
        return Totals(**self.totals)

    def _skip_done(self, lines: Iterator[_Line], output: LineOutput) -> None:
        """Go past what the output holds already."""
        done = output.done
        if not done:
            return
        place = 0
        quick = _Work(self.options.reading, _quick(self.options.read), nested=False)
        for line in lines:
            number = line.number
            document = _read_line(line, quick.read)
            if isinstance(document, _Result):
                self._bad(document)
            elif hash(document.id) == done[place]:
                self.seen.add(done[place])
                place += 1
            elif hash(document.id) in self.seen:
                self._bad(_duplicate(number, document.id))
            else:
                self._bad(_Result(number, document.id, reason="was not done by the run before"))
            if place == len(done):
                break
        self.totals["before"] = place
        if place < len(done):
            raise InputError(
                f"{output.name}: holds {len(done) - place:,} lines that are not from this input",
                hint="name another output, or begin anew with --restart",
            )
        self._tell()

    def _accept(self, results: Iterable[_Result]) -> str:
        """The lines of results, each with its line end; what is wrong is counted and told."""
        accepted = []
        for result in results:
            self._note(result)
            if not result.line:
                self._bad(result)
            elif hash(result.id) in self.seen:
                self._bad(_duplicate(result.number, result.id))
            else:
                self.seen.add(hash(result.id))
                accepted.append(result.line + "\n")
                self.totals["done"] += 1
                self.totals["statements"] += result.statements
                self.totals["foreign"] += result.foreign
        return "".join(accepted)

    def _note(self, result: _Result) -> None:
        """Tell the first line that had to be mended to be read; a file has many such lines."""
        if result.note and not self.noted:
            self.noted = True
            logger.warning("%s, line %d: %s", self.source, result.number, result.note)

    def _bad(self, result: _Result) -> None:
        self.totals["bad"] += 1
        self.report(BadLine(result.number, result.reason, result.hint))

    def _tell(self) -> None:
        self.progress(Progress(Totals(**self.totals), self.count()))


def _told(options: ExtractOptions) -> dict[str, object]:
    """What the lines depend on, by the names that a user knows."""
    reading, read = options.reading, options.read
    return {
        "--engine": reading.engine.value,
        "--model": reading.model,
        "--min-score": "" if reading.min_score is None else reading.min_score,
        "--speakers": "yes" if reading.speakers else "no",
        "--author": "yes" if reading.author else "no",
        "--gazetteer": gazetteer_digest(reading.gazetteer),
        "--nested": "yes" if options.nested else "no",
        "--page": "yes" if read.labels else "no",
        "--language": read.language,
        "--format": read.format,
        "--encoding": read.encoding,
        "the columns": read.columns,
        "the version of Counterpoint": __version__,
    }


def _do_lines(lines: Sequence[_Line], work: _Work) -> list[_Result]:
    read = [_read_line(line, work.read) for line in lines]
    notes = [_note_of(line, work.read) for line in lines]
    documents = [item for item in read if isinstance(item, Document)]
    annotated = iter(annotate(documents, options=work.reading))
    results = []
    for line, item, note in zip(lines, read, notes, strict=True):
        result = item
        if isinstance(result, Document):
            result = _result(line.number, result, next(annotated), nested=work.nested)
        results.append(replace(result, note=note) if note else result)
    return results


def _result(
    number: int, document: Document, found: AnnotatedDocument | object, *, nested: bool
) -> _Result:
    if not isinstance(found, AnnotatedDocument):
        stage, message = getattr(found, "stage", ""), getattr(found, "message", "")
        return _Result(number, document.id, reason=f"stage {stage} failed: {message}")
    record = bulk_record(found, nested=nested)
    return _Result(
        number,
        document.id,
        line=to_json(record),
        statements=len(record["attributions"]),
        foreign=not is_read(document),
    )


def _read_line(line: _Line, options: ReadOptions) -> Document | _Result:
    number = line.number
    if not line.whole:
        return _Result(number, "", reason="longer than one text may be", hint="raise --max-size")
    try:
        data = line.data if options.encoding else decode_line(line.data).text.encode()
        stream = Peekable(io.BytesIO(data))
        item = next(iter(read_jsonl(stream, options, path="-")), None)
    except InputError as error:
        return _Result(number, "", reason=str(error), hint=error.hint)
    if item is None:
        return _Result(number, "", reason="the line is empty")
    if isinstance(item, ReadFailure):
        return _Result(number, "", reason=item.reason, hint=item.hint)
    return item


def _note_of(line: _Line, options: ReadOptions) -> str:
    """What is said of a line that was not clean UTF-8."""
    if options.encoding or not line.whole:
        return ""
    decoded = decode_line(line.data)
    read_as = "" if decoded.encoding == "UTF-8" else f"read as {decoded.encoding}"
    return "; ".join(part for part in (read_as, decoded.note) if part)


def _duplicate(number: int, identifier: str) -> _Result:
    return _Result(
        number,
        identifier,
        reason=f'the id "{identifier[:80]}" was used before',
        hint="give each text an id of its own",
    )


def _quick(options: ReadOptions) -> ReadOptions:
    """The same reading without a look at the language, which ids do not depend on."""
    return replace(options, language=options.language or "en")


@contextmanager
def _open(
    source: str | Path, stdin: IO[bytes] | None
) -> Iterator[tuple[Peekable, Callable[[], int]]]:
    """The unpacked bytes of the source, and how many of its bytes were read so far."""
    if str(source) == "-":
        with unpacked(Peekable(stdin or sys.stdin.buffer), where="standard input") as stream:
            yield stream, lambda: 0
        return
    where = str(source)
    if os.path.isdir(where):
        raise InputError(f"{where}: is a folder", hint="name a JSON Lines file")
    if not os.path.exists(where):
        raise InputError(f"{where}: no such file", hint="name a JSON Lines file, or - ")
    try:
        file = open(where, "rb")
    except OSError as error:
        raise InputError(f"{where}: cannot be read ({error.strerror})") from error
    with file, unpacked(Peekable(file), where=where) as stream:
        yield stream, file.tell


def _lines(stream: Peekable, most: int, where: str) -> Iterator[_Line]:
    """Lines with something in them, counted from 1; one that is too long is not held in memory."""
    if stream.peek(2) in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(
            f"{where}: in UTF-16, which lines in bulk cannot be", hint="save it as UTF-8 first"
        )
    refuse_binary(stream.peek(_HEAD), where)
    buffered = io.BufferedReader(stream, 1 << 20)
    number = 0
    while data := buffered.readline(most + 1):
        number += 1
        whole = len(data) <= most
        while not whole and data and not data.endswith(b"\n"):
            data = buffered.readline(most + 1)
        if not whole:
            yield _Line(number, b"", whole=False)
        elif data.strip():
            yield _Line(number, data.rstrip(b"\r\n"))


def _chunks(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    chunk: list[_Line] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line.data)
        if len(chunk) >= _MOST_LINES or size >= _MOST_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
