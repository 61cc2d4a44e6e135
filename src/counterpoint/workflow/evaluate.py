"""Measure the reading path against gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.evaluation.acts import (
    ActScores,
    GoldReading,
    Reading,
    gold_reading,
    score_readings,
)
from counterpoint.evaluation.attribution import (
    AttributionScores,
    GoldDocument,
    Roles,
    bare,
    score_attributions,
)
from counterpoint.evaluation.gold import gold_document, roles_of
from counterpoint.types import AnnotatedDocument, Attribution, Document, Span
from counterpoint.workflow.annotate import ReadingOptions, annotate
from counterpoint.workflow.gold_rows import gold_rows
from counterpoint.workflow.stand_off import stand_off_documents

__all__ = ["Calibration", "calibration", "evaluate_acts", "evaluate_attribution"]

_BINS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether scores are probabilities.

    Attributes:
        error: Expected calibration error over equally filled bins.
        precision: By kind, precision and number of what has a score of at least 0.9.
    """

    error: float
    precision: Mapping[str, tuple[float, int]]


def evaluate_attribution(
    gold: str | Path,
    predicted: str | Path | None = None,
    *,
    texts: str | Path | None = None,
    options: ReadingOptions | None = None,
    bootstrap: int = 0,
) -> tuple[AttributionScores, Calibration | None]:
    """Score attributions on gold articles.

    Args:
        gold: JSON Lines with ``id``, ``text`` and ``attributions``, plain or gzip.
        predicted: Lines of ``counterpoint extract``; when not given, the texts are read now.
        texts: Folder of the texts, for gold that holds none.
        options: How to read them.
        bootstrap: Resamples for the interval of the relation F1.

    Raises:
        InputError: If a file does not hold what it should.
    """
    documents = _documents(gold, texts)
    if not documents:
        raise InputError(f"{gold}: no articles", hint="name a JSON Lines file with gold")
    if predicted is not None:
        lengths = {document.id: len(document.text) for document in documents}
        return score_attributions(
            documents, _predictions(predicted, lengths), bootstrap=bootstrap
        ), None
    found = _read(documents, options or ReadingOptions())
    roles = {name: [bare(one) for one in some] for name, some in found.items()}
    scores = score_attributions(documents, roles, bootstrap=bootstrap)
    return scores, calibration(documents, found)


def _documents(gold: str | Path, texts: str | Path | None) -> list[GoldDocument]:
    if texts is not None:
        return stand_off_documents(gold, texts)
    try:
        return [gold_document(row, where=where) for where, row in gold_rows(gold)]
    except InputError as error:
        if Path(gold).suffix == ".json":
            error.hint = "gold that holds spans without texts is read with --texts DIR"
        raise


def calibration(
    documents: Sequence[GoldDocument], found: Mapping[str, Sequence[Attribution]]
) -> Calibration:
    """Whether the scores of what was found are the shares of what is right."""
    from counterpoint.evaluation.attribution import matched

    pairs: list[tuple[float, bool, str]] = []
    for document in documents:
        some = found.get(document.id, ())
        right = matched(document, [bare(one) for one in some])
        pairs += [
            (one.score, is_right, one.manner.value)
            for one, is_right in zip(some, right, strict=True)
        ]
    pairs.sort(key=lambda pair: pair[0])  # not by right or wrong among equal scores
    error = 0.0
    for number in range(_BINS):
        part = pairs[number * len(pairs) // _BINS : (number + 1) * len(pairs) // _BINS]
        if part:
            gap = sum(score for score, _, _ in part) - sum(right for _, right, _ in part)
            error += abs(gap) / len(pairs)
    sure: dict[str, tuple[float, int]] = {}
    for kind in ("direct", "mixed", "indirect"):
        kept = [right for score, right, manner in pairs if score >= 0.9 and manner == kind]
        sure[kind] = (sum(kept) / len(kept) if kept else 0.0, len(kept))
    return Calibration(error, sure)


def evaluate_acts(gold: str | Path, *, options: ReadingOptions | None = None) -> ActScores:
    """Score act, negation, nesting and the author's voice on gold readings.

    Act, negation and nesting are read from the spans of gold; the author's voice is what the whole
    path leaves over.
    """
    options = options or ReadingOptions()
    pairs = [
        (one, _reading(one, options))
        for one in (gold_reading(row, where=where) for where, row in gold_rows(gold))
    ]
    if not pairs:
        raise InputError(f"{gold}: no texts", hint="name a JSON Lines file with gold")
    return score_readings(pairs)


def _reading(gold: GoldReading, options: ReadingOptions) -> Reading:
    from counterpoint.analysis.acts import read_cue
    from counterpoint.analysis.nesting import find_nested
    from counterpoint.analysis.segment import find_sentences

    sentences = find_sentences(gold.text)
    readings = [read_cue(gold.text, one, _around(sentences, one.cue[0])) for one in gold.statements]
    outer = [one for one in gold.statements if one.parent is None]
    return Reading(
        acts=tuple(reading.act for reading in readings),
        negated=tuple(reading.negated for reading in readings),
        inner=find_nested(gold.text, outer, sentences) if gold.nested else (),
        author=_author(gold, options) if gold.author is not None else (),
    )


def _around(sentences: Sequence[Span], cue: Span) -> Span:
    return next((sentence for sentence in sentences if sentence.overlaps(cue)), cue)


def _author(gold: GoldReading, options: ReadingOptions) -> tuple[Span, ...]:
    from dataclasses import replace

    from counterpoint.types import Manner

    document = Document(gold.id, gold.text)
    return tuple(
        span
        for annotated in annotate([document], options=replace(options, author=True))
        if isinstance(annotated, AnnotatedDocument)
        for statement in annotated.statements
        if statement.attribution.manner is Manner.AUTHOR
        for span in statement.attribution.content
    )


def _read(
    documents: Sequence[GoldDocument], options: ReadingOptions
) -> dict[str, list[Attribution]]:
    from dataclasses import replace

    bare_options = replace(options, nested=False, author=False, speakers=False)
    texts = (Document(document.id, document.text) for document in documents)
    return {
        annotated.document.id: [statement.attribution for statement in annotated.statements]
        for annotated in annotate(texts, options=bare_options)
        if isinstance(annotated, AnnotatedDocument)
    }


def _predictions(path: str | Path, lengths: Mapping[str, int]) -> dict[str, list[Roles]]:
    found: dict[str, list[Roles]] = {}
    for where, row in gold_rows(path):
        name = str(row.get("id")) if isinstance(row, dict) else ""
        if name not in lengths or name in found:
            what = "occurs twice" if name in found else "is not in the gold file"
            raise InputError(
                f"{where}: the text {name!r} {what}", hint="score what belongs together"
            )
        rows = row.get("attributions")
        if not isinstance(rows, list):
            raise InputError(f'{where}: there is no list "attributions"')
        found[name] = [roles_of(one, length=lengths[name], where=where) for one in rows]
    return found
