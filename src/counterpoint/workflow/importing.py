"""Statements coded elsewhere come in as their coders' work."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from counterpoint import __version__
from counterpoint.errors import CounterpointError, InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.imports import Coded, keep_coded
from counterpoint.types import (
    Act,
    Attribution,
    Document,
    Manner,
    Region,
    RegionKind,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    StatementTable,
    document_id,
)
from counterpoint.types.judgement import Coder, CoderKind, Verdict

__all__ = ["ImportTotals", "import_file"]

_BATCH = 200
_ROWS = (".jsonl", ".ndjson", ".csv", ".tsv")
_PERSON = ("person", "speaker", "actor")
_ORGANISATION = ("organization", "organisation")


@dataclass(slots=True)
class ImportTotals:
    """What came in."""

    documents: int = 0
    statements: int = 0
    judgements: int = 0
    known: int = 0
    bad: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Whatever is in the corpus now."""
        return self.documents + self.statements + self.judgements + self.known

    def problem(self, words: str) -> None:
        """Count and remember a bad line; only the first ones are kept."""
        self.bad += 1
        if len(self.problems) < 20:
            self.problems.append(words)


def import_file(
    corpus: Corpus, file: str, *, coder: str = "", statement_type: str = ""
) -> ImportTotals:
    """Take over one file.

    Args:
        corpus: Where to.
        file: A ``.dna`` database; or rows with ``text`` (documents), with ``content`` or
            ``content_spans`` (statements), or with ``verdict`` (judgements).
        coder: Who coded, where the file does not say.
        statement_type: Of a ``.dna`` file with several.

    Raises:
        InputError: If the file cannot be read at all.
    """
    path = Path(file)
    if not path.is_file():
        raise InputError(f"{file}: there is no such file", hint="name a .dna, .jsonl or .csv file")
    suffix = path.suffix.lower()
    if suffix == ".dna":
        return _import_dna(corpus, path, statement_type)
    if suffix in _ROWS:
        return _import_rows(corpus, path, coder)
    raise InputError(
        f'{file}: files ending in "{suffix}" are not imported',
        hint="name a .dna, .jsonl or .csv file; texts come in with counterpoint add",
    )


# Rows


def _import_rows(corpus: Corpus, path: Path, coder: str) -> ImportTotals:
    totals = ImportTotals()
    importer = _Importer(corpus, path, coder, totals)
    for number, row in _rows(path, totals):
        try:
            importer.take(row)
        except (CounterpointError, ValueError, TypeError, KeyError, AttributeError) as error:
            totals.problem(f"{path}, line {number}: {_words(error)}")
    importer.close()
    return totals


def _words(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _rows(path: Path, totals: ImportTotals) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        if path.suffix.lower() in (".csv", ".tsv"):
            csv.field_size_limit(200_000_000)
            reader = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",")
            for row in reader:
                yield reader.line_num, {k: v for k, v in row.items() if k}
            return
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except ValueError as error:
                totals.problem(f"{path}, line {number}: not JSON ({error})")
                continue
            if not isinstance(found, dict):
                totals.problem(f"{path}, line {number}: holds no object")
                continue
            yield number, found


class _Importer:
    """Collects rows of one kind into batches, each kept in one transaction."""

    def __init__(self, corpus: Corpus, path: Path, coder: str, totals: ImportTotals) -> None:
        self._corpus, self._coder, self._totals = corpus, coder, totals
        self._settings = {"file": path.name, "version": __version__}
        self._documents: list[Document] = []
        self._coded: list[Coded] = []
        self._texts: dict[str, str] = {}
        self._run: int | None = None

    def take(self, row: Mapping[str, Any]) -> None:
        """Take one row, of whatever kind it is."""
        if row.get("verdict"):
            self._judge(row)
        elif row.get("content") or row.get("content_spans"):
            self._coded.append(self._statement(row))
            if len(self._coded) >= _BATCH:
                self.close()
        elif row.get("text"):
            self._documents.append(_document(row))
            if len(self._documents) >= _BATCH:
                self.close()
        else:
            raise InputError('has neither "text", nor "content", nor "verdict"')

    def close(self) -> None:
        """Keep what is waiting."""
        if self._documents:
            from counterpoint.store.documents import Outcome

            if self._run is None:
                who = Coder(f"import {__version__}", CoderKind.MODEL)
                self._run = self._corpus.begin("add", who, self._settings)
            for one in self._corpus.add(self._documents, self._run):
                if one.outcome is Outcome.KNOWN:
                    self._totals.known += 1
                else:
                    self._totals.documents += 1
            self._documents = []
        if self._coded:
            kept = keep_coded(self._corpus, self._coded, self._settings)
            self._totals.statements += kept
            self._totals.known += len(self._coded) - kept
            self._coded = []

    def _judge(self, row: Mapping[str, Any]) -> None:
        if row.get("retracted_at"):
            return
        verdict = Verdict(row["verdict"])
        changes = {row["field_name"]: str(row["value"])} if row.get("field_name") else None
        coder = Coder(str(row.get("coder") or self._coder or "unknown"))
        id = str(row["statement_id"])
        known = [one for one in self._corpus.history(id) if one.coder == coder.name]
        if any(one.summary.startswith(verdict.value) for one in known):
            self._totals.known += 1
            return
        reason = str(row.get("reason") or "")
        self._corpus.judge(id, verdict, coder, changes=changes, reason=reason)
        self._totals.judgements += 1

    def _statement(self, row: Mapping[str, Any]) -> Coded:
        id = str(row["document_id"])
        if id not in self._texts:
            self.close()  # documents of the same file may still be waiting
            found = next(iter(self._corpus.documents(ids=[id])), None)
            if found is None:
                raise InputError(f'there is no document "{id}"; import the documents first')
            if len(self._texts) > 1000:
                self._texts.clear()
            self._texts[id] = found.text
        return _coded(row, id, self._texts[id], self._coder)


def _document(row: Mapping[str, Any]) -> Document:
    text = str(row["text"])
    url = str(row.get("url") or "")
    regions = row.get("regions") or []
    if isinstance(regions, str):
        regions = json.loads(regions)
    authors = row.get("authors") or []
    if isinstance(authors, str):
        authors = json.loads(authors) if authors.startswith("[") else authors.split(";")
    extra = row.get("extra") or {}
    if isinstance(extra, str):
        extra = json.loads(extra)
    published = str(row.get("published") or row.get("date") or "")
    return Document(
        id=str(row.get("id") or document_id(text, url)),
        text=text,
        title=str(row.get("title") or ""),
        authors=tuple(str(name).strip() for name in authors),
        outlet=str(row.get("outlet") or ""),
        published=datetime.fromisoformat(published) if published else None,
        language=str(row.get("language") or "en"),
        url=url,
        path=str(row.get("path") or ""),
        source_credit=str(row.get("source_credit") or ""),
        regions=tuple(_region(one, len(text)) for one in regions),
        extra={str(name): str(value) for name, value in extra.items()},
    )


def _region(found: Any, length: int) -> Region:
    start, end, kind = (
        (found["start"], found["end"], found["kind"]) if isinstance(found, dict) else found
    )
    if end > length:
        raise InputError(f"region {start}-{end} lies beyond the text")
    return Region(Span(start, end), RegionKind(kind))


def _coded(row: Mapping[str, Any], id: str, text: str, coder: str) -> Coded:
    content = _spans(row, "content", text)
    if not content:
        raise InputError(f'content "{str(row.get("content"))[:60]}" does not stand in {id}')
    said = Attribution(
        source=_spans(row, "source", text),
        cue=_spans(row, "cue", text),
        content=content,
        manner=Manner(row.get("manner") or "indirect"),
        score=float(row.get("score") or 1.0),
        negated=str(row.get("negated") or "").lower() in ("true", "1", "yes"),
        act=Act(row.get("act") or "says"),
    )
    name = str(row.get("speaker") or "")
    speaker = Speaker(
        name,
        SpeakerType(row.get("speaker_type") or "person"),
        role=str(row.get("role") or ""),
        organisation=str(row.get("organisation") or ""),
        country=str(row.get("country") or ""),
        reason=str(row.get("speaker_reason") or "coded elsewhere"),
    )
    labels = row.get("labels") or {}
    positions = row.get("positions") or []
    if isinstance(labels, str):
        labels = json.loads(labels)
    if isinstance(positions, str):
        positions = json.loads(positions)
    if row.get("concept"):
        positions = [*positions, {"concept": row["concept"], "stance": row.get("stance")}]
    who = str(row.get("coder") or coder or "unknown")
    given = str(row.get("id") or "")
    return Coded(
        statement=Statement(
            given if given.startswith("s") else coded_id(id, who, given, said),
            id,
            said,
            speaker if name else None,
        ),
        coder=Coder(who, CoderKind(row.get("coder_kind") or "person")),
        labels={str(key): str(value) for key, value in labels.items()},
        positions=tuple((str(one["concept"]), _stance(one.get("stance"))) for one in positions),
    )


def _stance(value: Any) -> int | None:
    if value in (None, ""):
        return None
    return max(-1, min(1, int(value)))


def _spans(row: Mapping[str, Any], name: str, text: str) -> tuple[Span, ...]:
    given = row.get(f"{name}_spans")
    if given:
        spans = [part.partition("-") for part in str(given).split(",")]
        found = tuple(Span(int(start), int(end)) for start, _, end in spans)
        if any(span.end > len(text) for span in found):
            raise InputError(f"{name} {given} lies beyond the text")
        return found
    if name == "content" and row.get("start") not in (None, "") and row.get("end"):
        span = Span(int(row["start"]), int(row["end"]))
        if span.end <= len(text) and len(span):
            return (span,)
        raise InputError(f"{span.start}-{span.end} lies beyond the text")
    words = str(row.get(name) or "")
    at = text.find(words) if words else -1
    return (Span(at, at + len(words)),) if at >= 0 else ()


def coded_id(document: str, coder: str, given: str, said: Attribution) -> str:
    """Id of a statement of a person: two coders' statements on the same words are two."""
    spans = ",".join(f"{span.start}-{span.end}" for span in said.content)
    key = "|".join((document, coder, given, spans))
    return "s" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:20]


# DNA


def _import_dna(corpus: Corpus, path: Path, statement_type: str) -> ImportTotals:
    from counterpoint.readers.dna import read_dna

    totals = ImportTotals()
    table = read_dna(str(path), statement_type, texts=True)
    ids = _add_dna_documents(corpus, path, table, totals)
    settings = {"file": path.name, "type": table.statement_type, "version": __version__}
    batch: list[Coded] = []
    for row in range(len(table)):
        batch.append(_dna_statement(table, row, ids))
        if len(batch) == _BATCH or row == len(table) - 1:
            kept = keep_coded(corpus, batch, settings)
            totals.statements += kept
            totals.known += len(batch) - kept
            batch = []
    return totals


def _add_dna_documents(
    corpus: Corpus, path: Path, table: StatementTable, totals: ImportTotals
) -> dict[int, str]:
    from counterpoint.store.documents import Outcome

    run = corpus.begin("add", Coder(f"import {__version__}", CoderKind.MODEL), {"file": path.name})
    ids: dict[int, str] = {}
    documents = list(range(len(table.documents)))
    for start in range(0, len(documents), _BATCH):
        part = documents[start : start + _BATCH]
        added = corpus.add([_dna_document(table, at) for at in part], run)
        for at, one in zip(part, added, strict=True):
            ids[at] = one.id
            if one.outcome is Outcome.KNOWN:
                totals.known += 1
            else:
                totals.documents += 1
    corpus.end(run, {"added": totals.documents})
    return ids


def _dna_document(table: StatementTable, at: int) -> Document:
    documents = table.documents
    get: Callable[[str], str] = lambda name: str(  # noqa: E731
        documents.fields[name].value(at) or "" if name in documents.fields else ""
    )
    text = documents.texts[at] if documents.texts is not None else ""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(documents.dates[at]))
    extra = {name: get(name) for name in ("section", "type") if get(name)}
    address = f"dna:{get('source')}:{get('title')}:{documents.ids[at]}"
    return Document(
        id=document_id(text, address),
        text=text,
        title=get("title"),
        authors=(get("author"),) if get("author") else (),
        outlet=get("source"),
        published=when.replace(tzinfo=None),
        extra=extra,
    )


def _dna_statement(table: StatementTable, row: int, ids: Mapping[int, str]) -> Coded:
    document = ids[int(table.document_rows[row])]
    values = {name: column.value(row) for name, column in table.variables.items()}
    span = Span(int(table.starts[row]), int(table.stops[row]))
    said = Attribution((), (), (span,), Manner.INDIRECT, 1.0)
    coder = str((table.coders.value(row) if table.coders else None) or "unknown")
    lowered = {name.lower(): value for name, value in values.items()}
    person = _first(lowered, _PERSON)
    organisation = _first(lowered, _ORGANISATION)
    speaker = None
    if person or organisation:
        kind = SpeakerType.PERSON if person else SpeakerType.ORGANISATION
        speaker = Speaker(
            person or organisation, kind, organisation=organisation, reason="coded in DNA"
        )
    concept = str(lowered.get("concept") or "")
    agreement = lowered.get("agreement")
    stance = None if agreement is None else (1 if int(agreement) else -1)
    return Coded(
        Statement(coded_id(document, coder, str(table.ids[row]), said), document, said, speaker),
        Coder(coder),
        labels={name: str(value) for name, value in values.items() if value not in (None, "")},
        positions=((concept, stance),) if concept else (),
    )


def _first(values: Mapping[str, Any], names: Iterable[str]) -> str:
    return next((str(values[name]) for name in names if values.get(name)), "")
