"""Who is for or against whom in a corpus, piece by piece, and lifted to three levels.

The signs are stances toward actors, read sentence by sentence; concepts play no part in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from counterpoint.store.corpus import Corpus
from counterpoint.store.positions import mentions_by_reading
from counterpoint.store.rows import parse_spans
from counterpoint.store.view import statement_rows
from counterpoint.types import (
    Act,
    Aggregation,
    AnnotatedDocument,
    Attribution,
    Column,
    Document,
    Filter,
    Manner,
    Network,
    NetworkKind,
    NetworkSpec,
    Speaker,
    SpeakerType,
    Statement,
    StatementTable,
)
from counterpoint.types.gazetteer import Gazetteer
from counterpoint.types.network import VariableKind
from counterpoint.workflow.corpus_network import documents_table
from counterpoint.workflow.map_actors import actors_of
from counterpoint.workflow.map_offices import Offices, speakers_at_home
from counterpoint.workflow.map_people import People

__all__ = [
    "LEAST_SCORE",
    "Tie",
    "Whole",
    "found_in",
    "lifted",
    "on_own_side",
    "signed_network",
    "spokespeople_of",
    "ties_of",
    "wholes_of",
]

_STATUSES = ("open", "accepted", "changed", "unsure")
_FIELDS = (
    *("id", "document_id", "source_spans", "cue_spans", "content_spans", "manner", "act"),
    *("score", "negated", "speaker", "speaker_type", "role", "organisation", "country"),
    *("speaker_reason", "parent_id", "reading"),
)
_SIDE = "in favour"
LEAST_SCORE = 0.75  # of a side; stricter than counterpoint edges: ties are to be right, not many
_CLEAR = 0.5  # log-odds of the sign
_AT_ONCE = 50  # documents


@dataclass(frozen=True, slots=True)
class Whole:
    """What a person or an organisation belongs to, as the texts say most often."""

    organisation: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """One sentence in which somebody is for (1) or against (-1) somebody."""

    id: str
    source: str
    source_type: SpeakerType
    target: str
    target_type: SpeakerType
    sign: int
    score: float
    document_id: str
    start: int
    end: int
    words: str
    statement_id: str = ""


def found_in(
    corpus: Corpus, *, ids: Sequence[str] = (), statuses: Sequence[str] = _STATUSES
) -> Iterator[AnnotatedDocument]:
    """Every document with what stands of it in the corpus: judgements and linked names heeded.

    Args:
        corpus: Which one.
        ids: Only these documents.
        statuses: Only statements that stand so.
    """
    documents: list[Document] = []
    for document in corpus.documents(ids=ids):
        documents.append(document)
        if len(documents) == _AT_ONCE:
            yield from _annotated(corpus, documents, statuses)
            documents = []
    if documents:
        yield from _annotated(corpus, documents, statuses)


def _annotated(
    corpus: Corpus, documents: Sequence[Document], statuses: Sequence[str]
) -> Iterator[AnnotatedDocument]:
    from counterpoint.analysis.stages import SegmentStage

    selection = Filter(documents=tuple(one.id for one in documents))
    statements: dict[str, list[Statement]] = defaultdict(list)
    readings: dict[str, int] = {}
    with corpus.reading() as connection:
        for row in statement_rows(connection, selection, fields=_FIELDS, statuses=statuses):
            values = dict(zip(_FIELDS, row, strict=True))
            statements[values["document_id"]].append(_statement(values))
            readings[values["document_id"]] = values["reading"]
        mentions = mentions_by_reading(connection, sorted(set(readings.values())))
    yield from SegmentStage().run(
        [
            AnnotatedDocument(
                one,
                mentions=mentions.get(readings.get(one.id, -1), ()),
                statements=tuple(statements.get(one.id, ())),
            )
            for one in documents
        ]
    )


def _statement(row: Mapping[str, Any]) -> Statement:
    speaker = None
    if row["speaker"]:
        speaker = Speaker(
            row["speaker"],
            _known(SpeakerType, row["speaker_type"], SpeakerType.PERSON),
            row["role"],
            row["organisation"],
            row["country"],
            row["speaker_reason"] or "",
        )
    said = Attribution(
        parse_spans(row["source_spans"]),
        parse_spans(row["cue_spans"]),
        parse_spans(row["content_spans"]),
        _known(Manner, row["manner"], Manner.INDIRECT),
        float(row["score"] or 0.0),
        negated=bool(row["negated"]),
        act=_known(Act, row["act"], Act.SAYS),
    )
    return Statement(row["id"], row["document_id"], said, speaker, row["parent_id"] or "")


def _known(options: Any, value: Any, otherwise: Any) -> Any:
    try:
        return options(value)
    except ValueError:
        return otherwise


def ties_of(
    annotated: AnnotatedDocument,
    *,
    gazetteer: Gazetteer,
    nations: Mapping[str, str],
    people: People,
    offices: Offices,
    model: str = "",
    first: int = 1,
) -> list[Tie]:
    """The ties of one document between persons, organisations and countries.

    Args:
        annotated: With sentences, mentions and statements.
        gazetteer: Known actors.
        nations: What names a country or its people, and the country.
        people: What the corpus calls everybody.
        offices: Whom an office without a name means.
        model: Folder of another positions bundle.
        first: Number of the first tie, for its id.
    """
    from counterpoint.analysis.positions.edges import EdgeOptions, find_edges
    from counterpoint.workflow.stance import load_positions

    held = offices.of(annotated.document, gazetteer)
    actors = actors_of(annotated, gazetteer, people, held)
    entities = actors.entities()
    text = annotated.document.text
    found: list[Tie] = []
    options = EdgeOptions(least=LEAST_SCORE, further=LEAST_SCORE, clear=_CLEAR)
    for edge in find_edges(
        annotated, entities, load_positions(model), nations=nations, options=options
    ):
        source, target = entities[edge.source].name, entities[edge.target].name
        start = min(span.start for span in edge.content)
        end = max(span.end for span in edge.content)
        found.append(
            Tie(
                f"t{first + len(found)}",
                source,
                actors.types[source],
                target,
                actors.types[target],
                edge.sign,
                edge.score,
                annotated.document.id,
                start,
                end,
                text[start:end],
                edge.statement_id,
            )
        )
    return found


def wholes_of(
    documents: Sequence[AnnotatedDocument], gazetteer: Gazetteer, people: People
) -> dict[str, Whole]:
    """What everybody belongs to: as the gazetteer says, else as the texts say most often.

    Args:
        documents: With statements.
        gazetteer: Known actors.
        people: What the map calls everybody.
    """
    told: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for one in documents:
        for statement in one.statements:
            speaker = statement.speaker
            if speaker and (speaker.organisation or speaker.country):
                told[_mapped(speaker, people)][speaker.organisation, speaker.country] += 1
    found = {}
    for name, counts in told.items():
        organisations = Counter[str]()
        countries = Counter[str]()
        for (organisation, country), times in counts.items():
            organisations[organisation] += times if organisation else 0
            countries[country] += times if country else 0
        found[name] = Whole(organisations.most_common(1)[0][0], countries.most_common(1)[0][0])
    for actor in gazetteer.actors:
        if actor.type is not SpeakerType.COUNTRY and (actor.organisation or actor.country):
            found[actor.name] = Whole(actor.organisation, actor.country)
    return found


def _mapped(speaker: Speaker, people: People) -> str:
    """What the map calls a speaker."""
    person = speaker.type is SpeakerType.PERSON
    return people.name_of(speaker.name) if person else speaker.name


def spokespeople_of(
    documents: Sequence[AnnotatedDocument], gazetteer: Gazetteer, people: People
) -> frozenset[str]:
    """The speakers whose office it is to speak for somebody, and who speak for their government.

    Args:
        documents: With statements.
        gazetteer: Known bodies; who has a turn in what a government publishes, and is of its
            country, speaks for it.
        people: What the map calls everybody.
    """
    from counterpoint.analysis.persons import SPEAKS_FOR

    found: set[str] = set()
    for one in documents:
        found.update(_mapped(speaker, people) for speaker in speakers_at_home(one, gazetteer))
        found.update(
            _mapped(statement.speaker, people)
            for statement in one.statements
            if statement.speaker and SPEAKS_FOR.search(statement.speaker.role)
        )
    return frozenset(found)


def on_own_side(tie: Tie, wholes: Mapping[str, Whole], spokespeople: Collection[str]) -> bool:
    """Whether somebody only stands up for their own: no side that tells anything.

    A delegate is for the country that sent them, a press secretary for the president, and an
    adviser for those of the same government. What somebody says against their own does tell
    something, but not where it is their office to speak for it: such a side is read wrongly.

    Args:
        tie: A side.
        wholes: What everybody belongs to.
        spokespeople: Those whose office it is to speak for somebody.
    """
    own = wholes.get(tie.source, Whole())
    if tie.target and tie.target in (own.country, own.organisation):
        return tie.sign > 0 or tie.source in spokespeople
    if tie.sign < 0:
        return False
    theirs = wholes.get(tie.target, Whole())
    together = own.organisation and own.organisation == theirs.organisation
    country = own.country and own.country == theirs.country
    return tie.source in spokespeople and bool(together or country)


def lifted(
    ties: Sequence[Tie], level: str, wholes: Mapping[str, Whole]
) -> tuple[list[tuple[Tie, str, str]], int]:
    """Ties with their two ends at a level, and how many have no two different ends there.

    What one sentence says of two members of one whole (the president, the country) counts once.

    Args:
        ties: As they were found.
        level: country, organisation, person, or actor, which leaves the ends as they are.
        wholes: What everybody belongs to.
    """
    found: dict[tuple[object, ...], tuple[Tie, str, str]] = {}
    lost = 0
    for tie in ties:
        source = _at(tie.source, tie.source_type, level, wholes)
        target = _at(tie.target, tie.target_type, level, wholes)
        if source and target and source != target:
            same = (tie.document_id, tie.start, tie.end, source, target, tie.sign)
            found.setdefault(same, (tie, source, target))
        else:
            lost += 1
    return list(found.values()), lost


def _at(name: str, kind: SpeakerType, level: str, wholes: Mapping[str, Whole]) -> str:
    if level in (kind.value, "actor"):
        return name
    whole = wholes.get(name, Whole())
    if level == "organisation" and kind is SpeakerType.PERSON:
        return whole.organisation
    return whole.country if level == "country" else ""


def signed_network(
    corpus: Corpus, rows: Sequence[tuple[Tie, str, str]], level: str
) -> tuple[StatementTable, Network, NetworkSpec]:
    """The network of a level: for minus against, whoever of the two takes the side.

    The cells are those of the affiliation network of sources by targets, mirrored and added.
    """
    from counterpoint.network.build import network

    table = _table(corpus, rows, level)
    spec = NetworkSpec(
        variable1=level,
        variable2="target",
        qualifier=_SIDE,
        aggregation=Aggregation.SUBTRACT,
    )
    return table, _mirrored(network(table, spec), table), spec


def _table(corpus: Corpus, rows: Sequence[tuple[Tie, str, str]], level: str) -> StatementTable:
    import numpy as np

    with corpus.reading() as connection:
        documents = documents_table(connection, texts=True)
    places = {str(id): at for at, id in enumerate(documents.ids)}
    ties = [tie for tie, _, _ in rows]
    return StatementTable(
        statement_type="tie",
        ids=np.asarray([tie.id for tie in ties], dtype=object),
        document_rows=np.asarray([places[tie.document_id] for tie in ties], dtype=np.int64),
        documents=documents,
        starts=np.asarray([tie.start for tie in ties], dtype=np.int64),
        stops=np.asarray([tie.end for tie in ties], dtype=np.int64),
        variables={
            level: Column.of_texts([source for _, source, _ in rows]),
            "target": Column.of_texts([target for _, _, target in rows]),
            _SIDE: Column.of_numbers([int(tie.sign > 0) for tie in ties], VariableKind.BOOLEAN),
        },
    )


def _mirrored(made: Network, table: StatementTable) -> Network:
    import numpy as np

    labels = tuple(sorted({*made.rows, *made.columns}))
    at = {label: place for place, label in enumerate(labels)}
    row_of = {label: place for place, label in enumerate(made.rows)}
    column_of = {label: place for place, label in enumerate(made.columns)}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for i, j, weight in zip(made.row_codes, made.column_codes, made.weights, strict=True):
        one, two = at[made.rows[int(i)]], at[made.columns[int(j)]]
        weights[min(one, two), max(one, two)] += float(weight)
    kept = [(pair, weight) for pair, weight in sorted(weights.items()) if weight]
    both = [(*pair, weight) for pair, weight in kept]
    both += [(two, one, weight) for one, two, weight in both]

    def evidence(row: int, column: int) -> Any:
        parts = [np.zeros(0, dtype=np.int64)]
        for source, target in ((labels[row], labels[column]), (labels[column], labels[row])):
            if made.evidence_of and source in row_of and target in column_of:
                parts.append(made.evidence_of(row_of[source], column_of[target]))
        return np.unique(np.concatenate(parts))

    dates = table.dates[table.dates != 0]
    first, last = (_moment(dates.min()), _moment(dates.max())) if len(dates) else (None, None)
    return replace(
        made,
        kind=NetworkKind.ONEMODE,
        rows=labels,
        columns=labels,
        row_codes=np.asarray([one for one, _, _ in both], dtype=np.int64),
        column_codes=np.asarray([two for _, two, _ in both], dtype=np.int64),
        weights=np.asarray([weight for _, _, weight in both], dtype=np.float64),
        start=first,
        middle=None,
        stop=last,
        column_variable=made.row_variable,
        row_attributes={},
        column_attributes={},
        evidence_of=evidence,
    )


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
