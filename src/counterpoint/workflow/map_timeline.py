"""Who of a map speaks when: the timeline of those who are quoted most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from counterpoint.store.corpus import Corpus
from counterpoint.types import (
    AnnotatedDocument,
    Column,
    Filter,
    NetworkSpec,
    SpeakerType,
    StatementTable,
)
from counterpoint.workflow.corpus_network import Level, statement_table
from counterpoint.workflow.drawn import save_picture
from counterpoint.workflow.map_concepts import MapFolder
from counterpoint.writers.map_page import MapPicture

__all__ = ["NAMED", "timeline_of"]

NAMED = (SpeakerType.PERSON, SpeakerType.ORGANISATION, SpeakerType.COUNTRY)
_MOST_PANELS = 12  # speakers in the timeline
_MOST_DAYS = 366_000  # a thousand years: with a date that cannot be, no timeline can be read


def timeline_of(
    corpus: Corpus, folder: MapFolder, documents: Sequence[AnnotatedDocument]
) -> MapPicture | None:
    """Statements of the most quoted speakers over time; none if no text has a date.

    None either where dates lie more than a thousand years apart: one of them is a slip.

    Args:
        corpus: Which one.
        folder: Where pages and pictures go.
        documents: All documents of the map, with their statements.
    """
    from counterpoint.workflow.plots import PLOTS, PlotOptions

    table = _spoken(
        statement_table(corpus, Filter(), Level.PERSON, unnamed=True), _named(documents)
    )
    days = (int(table.dates.max()) - int(table.dates.min())) / 86_400 if len(table) else 0
    if not len(table) or days > _MOST_DAYS:
        for ending in ("svg", "html"):
            (folder.path / f"timeline.{ending}").unlink(missing_ok=True)
        return None
    limits = ((45, "day"), (400, "week"), (2500, "month"), (8000, "quarter"))
    period = next((name for most, name in limits if days <= most), "year")
    spec = NetworkSpec(variable1="speaker", variable2="speaker", qualifier=None)
    title = f"Statements of those who speak most, by {period}"
    drawn = PLOTS["timeline"](table, spec, PlotOptions(title=title, period=period, by="speaker"))
    save_picture(drawn, folder.new("timeline.html", "who speaks when, with the numbers"))
    save_picture(drawn, folder.new("timeline.svg", "who speaks when: the picture alone"))
    count = len({str(value) for value in table.variables["speaker"].values()})
    sentence = f"{len(table):,} statements with a date, of the {count} who speak most, by {period}."
    return MapPicture("Over time", sentence, drawn.sheet.render(), "timeline.html", ())


def _named(documents: Sequence[AnnotatedDocument]) -> set[str]:
    speakers = [statement.speaker for one in documents for statement in one.statements]
    return {one.name for one in speakers if one and one.type in NAMED}


def _spoken(table: StatementTable, named: set[str]) -> StatementTable:
    """One row a statement with a date and one of the most frequent speakers."""
    import numpy as np

    columns = [table.variables[name].values() for name in ("person", "organization", "country")]
    names = [next((str(one) for one in row if one), "") for row in zip(*columns, strict=True)]
    _, first = np.unique(table.ids.astype(str), return_index=True)
    alone = np.zeros(len(table), dtype=bool)
    alone[first] = True
    keep = alone & (table.dates != 0)
    told = Counter(name for name, kept in zip(names, keep, strict=True) if kept and name in named)
    most = {name for name, _ in told.most_common(_MOST_PANELS)}
    rows = np.asarray(
        [at for at, kept in enumerate(keep) if kept and names[at] in most], dtype=np.int64
    )
    speaker = Column.of_texts([names[int(at)] for at in rows])
    return replace(table.take(rows), variables={"speaker": speaker})
