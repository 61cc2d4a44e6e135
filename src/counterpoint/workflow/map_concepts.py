"""The part of a map that is about concepts: who agrees with what, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.store.corpus import Corpus
from counterpoint.store.positions import positions_by_statement
from counterpoint.types import Aggregation, Filter, Network, NetworkSpec
from counterpoint.workflow.networks import make_networks, save_networks, with_intervals
from counterpoint.writers.map_page import MapPicture, MapTie

if TYPE_CHECKING:
    from counterpoint.workflow.map import MapOptions

__all__ = ["MapFolder", "concept_pictures", "map_ties_of"]

_NAME = "network-concept"
_STRONGEST = 10
_MOST_SHARES = 12
_DRAWS = 200


@dataclass(slots=True)
class MapFolder:
    """The folder and what was put in it, with a line for each."""

    path: Path
    files: list[tuple[str, str]] = field(default_factory=list)

    def new(self, name: str, what: str) -> Path:
        """The place of a new file."""
        self.files.append((name, what))
        return self.path / name


def concept_pictures(place: str, folder: MapFolder, options: MapOptions) -> list[MapPicture]:
    """Persons by concepts, with shares and intervals; nothing where nothing was coded."""
    from counterpoint.workflow.drawn import save_picture
    from counterpoint.workflow.plot_network import draw_made
    from counterpoint.workflow.plots import PlotOptions

    for ending in ("svg", "html", "graphml"):  # of an earlier run: it would say otherwise
        (folder.path / f"{_NAME}.{ending}").unlink(missing_ok=True)
    with Corpus(place) as corpus, corpus.reading() as connection:
        if not positions_by_statement(connection):
            return []
    wanted = Filter(concepts=options.concepts)
    spec = NetworkSpec(aggregation=Aggregation.SUBTRACT)
    made = make_networks(place, spec, wanted, level="person", texts=True)
    if not made.networks or not len(made.networks[0].weights):
        return []
    sentence = ""
    if options.intervals:
        made, bars = with_intervals(place, made, (wanted, "person", False), draws=_DRAWS)
        sentence = bars.sentence
    network = made.networks[0]
    if not made.statements.dates.any():  # 1970 stands for no date
        network = replace(network, start=None, middle=None, stop=None)
    plotted = PlotOptions(title="Who agrees with what", linked=True)
    drawn = draw_made(network, made.statements, made.spec, plotted)
    save_picture(drawn, folder.new(f"{_NAME}.html", "persons and concepts: a page whose ties open"))
    save_picture(drawn, folder.new(f"{_NAME}.svg", "persons and concepts: the picture alone"))
    what = "persons and concepts: for Gephi and others"
    save_networks([network], folder.new(f"{_NAME}.graphml", what))
    rows = drawn.tables[0].rows
    count = "1 tie" if len(rows) == 1 else f"{len(rows):,} ties"
    told = (
        f"Between {_of(network.shape[0], 'person')} and {_of(network.shape[1], 'concept')}: "
        f"{count}, on {_of(network.statement_count, 'position')}."
    )
    notes = (*_shares(network), *([sentence] if sentence else []))
    ties = map_ties_of(rows[:_STRONGEST], _NAME, network)
    picture = MapPicture("On concepts", told, drawn.sheet.render(), f"{_NAME}.html", ties, notes)
    return [picture]


def _of(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def map_ties_of(rows: Sequence[Sequence[Any]], name: str, made: Network) -> tuple[MapTie, ...]:
    """The rows of a picture's table as ties of the page, with what is known of each."""
    known = {}
    for at in range(len(made.weights)):
        ends = made.rows[int(made.row_codes[at])], made.columns[int(made.column_codes[at])]
        known[ends] = made.interval(at)
    return tuple(
        MapTie(
            str(row[0]),
            str(row[1]),
            float(row[3]),
            int(row[4]),
            f"{name}.html#tie-{number}",
            known.get((row[0], row[1])) or known.get((row[1], row[0])),
        )
        for number, row in enumerate(rows, start=1)
    )


def _shares(network: Network) -> list[str]:
    """The share of agreement on each concept, in sentences."""
    found = []
    start = "share of agreement on "
    for name, (counted, value, low, high) in network.measures.items():
        if not name.startswith(start) or any(one != one for one in (counted, value)):
            continue
        shown = [f"{100 * one:.0f}" for one in (counted, value, low, high)]
        found.append(
            f"{name.removeprefix(start)}: {shown[0]} % of the positions agree as counted, "
            f"{shown[1]} % as corrected (95 % interval {shown[2]} to {shown[3]} %)."
        )
    return found[:_MOST_SHARES]
