"""The whole journey: texts or a corpus in, a folder with networks, tables and a page out."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.readers import ReadFailure
from counterpoint.store.corpus import Corpus
from counterpoint.types import (
    AnnotatedDocument,
    Filter,
    Network,
    Span,
)
from counterpoint.types.gazetteer import Gazetteer
from counterpoint.types.position import Codebook
from counterpoint.workflow.add import AddTotals, add
from counterpoint.workflow.analyse import AnalyseProgress, AnalyseTotals, analyse
from counterpoint.workflow.annotate import ReadingOptions, is_read
from counterpoint.workflow.corpus import statements as statements_of
from counterpoint.workflow.corpus_place import is_corpus
from counterpoint.workflow.drawn import Drawn, save_picture
from counterpoint.workflow.export import export
from counterpoint.workflow.known import load_gazetteer
from counterpoint.workflow.link import LinkTotals, link
from counterpoint.workflow.map_bars import (
    MapBars,
    bars_of,
    for_share,
    sure_ties,
    with_tie_bars,
)
from counterpoint.workflow.map_concepts import MapFolder, concept_pictures, map_ties_of
from counterpoint.workflow.map_offices import offices_of
from counterpoint.workflow.map_people import People, people_of
from counterpoint.workflow.map_ties import (
    Tie,
    Whole,
    found_in,
    lifted,
    on_own_side,
    signed_network,
    spokespeople_of,
    ties_of,
    wholes_of,
)
from counterpoint.workflow.map_timeline import NAMED, timeline_of
from counterpoint.workflow.map_words import MapCounts, lead, left_out, sureness, surety
from counterpoint.workflow.networks import save_networks
from counterpoint.workflow.positions import code_positions
from counterpoint.workflow.read import ReadOptions, read_inputs
from counterpoint.writers.map_page import MapPage, MapPicture, map_page

__all__ = ["CORPUS_NAME", "INDEX_NAME", "MapOptions", "Mapped", "make_map"]

CORPUS_NAME = "corpus.counterpoint"
INDEX_NAME = "index.html"
_LEVELS = {"country": "countries", "organisation": "organisations", "person": "persons"}
_ALL = "actor"  # whoever is named, of any kind
_PLURAL = _LEVELS | {_ALL: "actors"}
_SECONDS = 10.0  # between two lines about the progress
_MOST_READ = 500  # documents in the reading view
_MOST_CHARACTERS = 3_000_000  # likewise
_MOST_WORDS = 1000  # characters of a side in the table; a turn in a transcript can be long
_STRONGEST = 10  # ties in the table of a level
_COLUMNS = (
    *("id", "source", "source_type", "target", "target_type", "stance", "score", "words"),
    *("document_id", "title", "outlet", "published", "start", "end", "statement_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """How the journey is made.

    Args:
        jobs: Processes that look for statements.
        reading: How statements are looked for, and the user's gazetteer.
        inputs: How inputs are read.
        model: Folder of another positions bundle.
        codebook: Concepts to code the statements with; without, what is coded already is shown.
        concepts: Of the concepts only these; empty takes all.
        targets: Only who is for or against whom, no concepts.
        intervals: Whether ties and shares have 95 % intervals.
    """

    jobs: int = 1
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    inputs: ReadOptions = field(default_factory=ReadOptions)
    model: str = ""
    codebook: Codebook | None = None
    concepts: tuple[str, ...] = ()
    targets: bool = False
    intervals: bool = True


@dataclass(frozen=True, slots=True)
class Mapped:
    """What came of it."""

    index: Path
    counts: MapCounts
    failed: int
    files: tuple[Path, ...]


def make_map(
    inputs: Sequence[str],
    folder: Path,
    *,
    options: MapOptions | None = None,
    report: Callable[[ReadFailure], None] = lambda failure: None,
    tell: Callable[[str], None] = lambda words: None,
    progress: Callable[[AnalyseProgress], None] = lambda progress: None,
) -> Mapped:
    """Read, find statements, link, find sides, draw; run again it goes on where it was.

    Args:
        inputs: Texts, or one corpus.
        folder: Where to; made if it is missing. Files of an earlier run are replaced.
        options: How.
        report: Called with each input that cannot be read.
        tell: Called with a sentence when a step is done.
        progress: Called while statements are looked for.

    Raises:
        InputError: If nothing can be read, or the folder cannot be written.
        StoreError: If the corpus cannot be opened.
    """
    options = options or MapOptions()
    place, texts = _place(inputs, folder)
    known = load_gazetteer(options.reading.gazetteer)
    _prepare(folder)
    with Corpus(place, create=bool(texts)) as corpus:
        added = _added(corpus, texts, options, report)
        if texts:
            tell(f"Read {added.done:,} documents, {added.failed:,} could not be read.")
        if not corpus.count_documents():
            raise InputError(
                "there is no document to read",
                hint="name files with text, a folder of them, or a corpus that holds some",
            )
        read = analyse(corpus, options=options.reading, jobs=options.jobs, progress=progress)
        tell(f"Found statements: {read.statements:,} new, {read.before:,} documents read before.")
        linked = link(corpus, gazetteer=options.reading.gazetteer)
        tell(f"Linked {linked.linked:,} of {linked.voices:,} speakers to actors.")
        documents = list(found_in(corpus))
        people = people_of(documents)
        ties = _ties(documents, people, known, options.model, tell)
        wholes = wholes_of(documents, known, people)
        ties, own = _without_own(ties, wholes, spokespeople_of(documents, known, people))
        ties, rejected = _heeding_rejections(corpus, ties)
        tell(f"Found who is for or against whom: {len(ties):,} times.")
        counts = replace(
            _counts(corpus, documents, ties, (added, read, linked)), rejected=rejected, own=own
        )
        bars = None
        if options.intervals:
            absent = _absent(corpus, people, known, options.model)
            bars = bars_of(corpus, absent, options.model)
        book = options.codebook
        if book is not None:
            coded = code_positions(corpus, book, model=options.model)
            tell(f"Coded with {len(book.concepts):,} concepts: {coded.positions:,} new positions.")
        return _written(corpus, MapFolder(folder), documents, ties, (counts, options, bars, wholes))


def _ties(
    documents: Sequence[AnnotatedDocument],
    people: People,
    known: Gazetteer,
    model: str,
    tell: Callable[[str], None],
) -> list[Tie]:
    nations = known.nations()
    offices = offices_of(documents, known, people)
    ties: list[Tie] = []
    told = time.monotonic()
    for number, one in enumerate(documents, start=1):
        if is_read(one.document):
            ties += ties_of(
                one,
                gazetteer=known,
                nations=nations,
                people=people,
                offices=offices,
                model=model,
                first=len(ties) + 1,
            )
        if time.monotonic() - told > _SECONDS:
            told = time.monotonic()
            tell(f"Looked for sides in {number:,} of {len(documents):,} documents.")
    return ties


def _without_own(
    ties: Sequence[Tie], wholes: Mapping[str, Whole], spokespeople: Collection[str]
) -> tuple[list[Tie], int]:
    """The ties without those of people who stand up for their own, and how many these are."""
    kept = [tie for tie in ties if not on_own_side(tie, wholes, spokespeople)]
    return kept, len(ties) - len(kept)


def _absent(corpus: Corpus, people: People, known: Gazetteer, model: str) -> list[Tie]:
    """Sides that the machine finds in statements that people rejected: what it does wrong."""
    fields = ("id", "document_id")
    rejected = list(statements_of(corpus, Filter(), fields=fields, statuses=("rejected",)))
    if not rejected:
        return []
    ids = {row[0] for row in rejected}
    documents = found_in(corpus, ids=sorted({row[1] for row in rejected}), statuses=("rejected",))
    read = list(documents)
    ties = _ties(read, people, known, model, lambda words: None)
    wholes = wholes_of(read, known, people)
    found, _ = _without_own(ties, wholes, spokespeople_of(read, known, people))
    return [replace(one, id=f"rejected {one.id}") for one in found if one.statement_id in ids]


def _place(inputs: Sequence[str], folder: Path) -> tuple[str, tuple[str, ...]]:
    """Where the corpus is, and the texts to add to it."""
    corpora = [one for one in inputs if is_corpus(one)]
    if not corpora:
        return str(folder / CORPUS_NAME), tuple(inputs)
    if len(inputs) > 1:
        raise InputError(
            f"{corpora[0]}: a corpus is mapped alone",
            hint="add the texts to it first (counterpoint add), or name the texts only",
        )
    return corpora[0], ()


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, not a folder", hint="name another folder")
    probe = folder / ".counterpoint-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written ({error.strerror or error})",
            hint="name a folder that may be written, on a disk with room",
        ) from error


def _added(
    corpus: Corpus,
    texts: Sequence[str],
    options: MapOptions,
    report: Callable[[ReadFailure], None],
) -> AddTotals:
    if not texts:
        return AddTotals()
    found = read_inputs(texts, options=replace(options.inputs, duplicate_ids="keep"))
    return add(corpus, found, report=report)


def _counts(
    corpus: Corpus,
    documents: Sequence[AnnotatedDocument],
    ties: Sequence[Tie],
    totals: tuple[AddTotals, AnalyseTotals, LinkTotals],
) -> MapCounts:
    added, read, linked = totals
    statements = [statement for one in documents for statement in one.statements]
    named = [one.speaker.name for one in statements if one.speaker and one.speaker.type in NAMED]
    days = sorted(
        one.document.published.date() for one in documents if one.document.published is not None
    )
    languages = Counter(one.document.language for one in documents if not is_read(one.document))
    return MapCounts(
        documents=len(documents),
        first=f"{days[0]}" if days else "",
        last=f"{days[-1]}" if days else "",
        undated=len(documents) - len(days),
        outlets=len({one.document.outlet for one in documents if one.document.outlet}),
        foreign=dict(sorted(languages.items())),
        silent=sum(not one.statements and is_read(one.document) for one in documents),
        unread=added.failed,
        failed=read.failed,
        statements=len(statements),
        speakers=len(set(named)),
        unnamed=len(statements) - len(named),
        rejected=0,
        own=0,
        open_speakers=linked.left_open,
        doubts=linked.doubts,
        judged=int(corpus.counts()["judged"]),
        sides=len(ties),
        sentences=len({(tie.document_id, tie.start, tie.end) for tie in ties}),
        good=sum(tie.sign > 0 for tie in ties),
        siding=len({tie.source for tie in ties}),
    )


def _heeding_rejections(corpus: Corpus, ties: Sequence[Tie]) -> tuple[list[Tie], int]:
    """The ties without those whose words people rejected, and how many statements they did."""
    places: dict[str, list[Span]] = defaultdict(list)
    fields = ("document_id", "start", "end")
    rejected = list(statements_of(corpus, Filter(), fields=fields, statuses=("rejected",)))
    for document, start, end in rejected:
        places[document].append(Span(start, end))
    kept = [
        tie
        for tie in ties
        if tie.statement_id  # another statement, which nobody rejected
        or not any(span.overlaps(Span(tie.start, tie.end)) for span in places[tie.document_id])
    ]
    return kept, len(rejected)


def _written(
    corpus: Corpus,
    folder: MapFolder,
    documents: Sequence[AnnotatedDocument],
    ties: Sequence[Tie],
    about: tuple[MapCounts, MapOptions, MapBars | None, Mapping[str, Whole]],
) -> Mapped:
    from counterpoint.workflow.reading_page import write_reading_page
    from counterpoint.writers.networks import write_text

    counts, options, bars, wholes = about
    folder.new("reading-view.html", "every text, with each statement marked in its sentence")
    shown = _readable(documents)
    write_reading_page(folder.path / "reading-view.html", shown)
    pictures, lost = _networks(corpus, folder, ties, bars, wholes)
    levels = [picture.sentence for picture in pictures]
    if not options.targets:
        pictures += concept_pictures(corpus.name, folder, options)
    timeline = timeline_of(corpus, folder, documents)
    path = folder.new("positions.csv", "who is for or against whom, one side a row, with its words")
    write_text(path, [_positions(documents, ties)])
    for one in export(corpus.name, folder.path / "tables", formats=("csv",)):
        if one.what in ("statements", "documents", "actors"):
            folder.new(f"tables/{one.path.name}", f"all {one.what}, {one.rows:,} rows")
    if (folder.path / CORPUS_NAME).exists():
        folder.new(CORPUS_NAME, "the corpus: every text and finding, for all other commands")
    page = MapPage(
        title="Who sides with whom",
        lead=lead(counts, levels),
        pictures=pictures,
        timeline=timeline,
        sureness=sureness(counts, _told_bars(ties, bars), options.model),
        left_out=left_out(counts, lost, len(shown)),
        files=tuple(folder.files),
    )
    write_text(folder.path / INDEX_NAME, map_page(page))
    files = tuple(folder.path / name for name, _ in folder.files)
    return Mapped(folder.path / INDEX_NAME, counts, counts.unread + counts.failed, files)


def _told_bars(ties: Sequence[Tie], bars: MapBars | None) -> tuple[str, ...]:
    if bars is None:
        return ("Intervals were not asked for.",)
    share = for_share(ties, bars)
    return (*((share,) if share else ()), *bars.told())


def _readable(documents: Sequence[AnnotatedDocument]) -> list[AnnotatedDocument]:
    """The documents of the reading view: those with statements, as many as a browser bears."""
    found: list[AnnotatedDocument] = []
    left = _MOST_CHARACTERS
    for one in [one for one in documents if one.statements] or documents:
        left -= len(one.document.text)
        if found and (len(found) == _MOST_READ or left < 0):
            break
        found.append(one)
    return found


def _networks(
    corpus: Corpus,
    folder: MapFolder,
    ties: Sequence[Tie],
    bars: MapBars | None,
    wholes: Mapping[str, Whole],
) -> tuple[list[MapPicture], dict[str, int]]:
    from counterpoint.workflow.plot_network import draw_made
    from counterpoint.workflow.plots import PlotOptions

    pictures, lost = [], {}
    for level, plural in _PLURAL.items():
        name = f"network-{level}"
        rows, lost[plural] = lifted(ties, level, wholes)
        made = signed_network(corpus, rows, level) if rows else None
        if made is None or not len(made[1].weights):
            for ending in ("svg", "html", "graphml"):  # of an earlier run: it would say otherwise
                (folder.path / f"{name}.{ending}").unlink(missing_ok=True)
            continue
        table, network, spec = made
        if bars is not None:
            every, _ = lifted([*ties, *bars.absent], level, wholes)
            network = with_tie_bars(network, every, bars)
        plotted = PlotOptions(
            title=f"{plural.capitalize()} for and against each other", linked=True
        )
        drawn = draw_made(network, table, spec, plotted)
        save_picture(drawn, folder.new(f"{name}.html", f"{plural}: a page whose ties open"))
        save_picture(drawn, folder.new(f"{name}.svg", f"{plural}: the picture alone"))
        save_networks([network], folder.new(f"{name}.graphml", f"{plural}: for Gephi and others"))
        pictures.append(_picture(plural, name, drawn, network))
    return pictures, lost


def _picture(plural: str, name: str, drawn: Drawn, made: Network) -> MapPicture:
    rows = drawn.tables[0].rows
    ties = map_ties_of(rows[:_STRONGEST], name, made)
    good = sum(float(row[3]) > 0 for row in rows)
    nodes = len({str(end) for row in rows for end in row[:2]})
    count = "1 tie" if len(rows) == 1 else f"{len(rows):,} ties"
    kinds = (f"{good:,} mostly for", f"{len(rows) - good:,} mostly against")
    what = "Between all actors, whatever they are" if plural == "actors" else f"Between {plural}"
    sentence = f"{what}: {count} among {nodes:,} ({', '.join(kinds)})."
    if rows and abs(float(rows[0][3])) > 1:
        one, two, weight = rows[0][0], rows[0][1], float(rows[0][3])
        more = "more for than against" if weight > 0 else "more against than for"
        sentence += f" The strongest: {one} and {two}, {abs(weight):g} {more}."
    heading = "All together" if plural == "actors" else plural.capitalize()
    notes = surety(*sure_ties(made))
    return MapPicture(heading, sentence, drawn.sheet.render(), f"{name}.html", ties, notes)


def _positions(documents: Sequence[AnnotatedDocument], ties: Sequence[Tie]) -> str:
    by_id = {one.document.id: one.document for one in documents}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for tie in ties:
        document = by_id[tie.document_id]
        day = document.published.date().isoformat() if document.published else ""
        writer.writerow(
            [
                *(tie.id, _cell(tie.source), tie.source_type.value),
                *(_cell(tie.target), tie.target_type.value),
                *(tie.sign, tie.score, _cell(tie.words[:_MOST_WORDS]), tie.document_id),
                *(_cell(document.title), _cell(document.outlet), day),
                *(tie.start, tie.end, tie.statement_id),
            ]
        )
    return out.getvalue()


def _cell(words: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    value = " ".join(words.split())
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value
