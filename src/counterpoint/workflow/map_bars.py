"""Error bars for the map: of ties between actors, and of who is for and against in all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.samples import Design, design_of
from counterpoint.store.view import statement_rows
from counterpoint.types import Filter, Network
from counterpoint.workflow.error_bars import Gold, gold_confusion, how_judged
from counterpoint.workflow.map_ties import Tie

if TYPE_CHECKING:
    from counterpoint.network.intervals import Estimate
    from counterpoint.network.side_sums import Sides

__all__ = ["MapBars", "bars_of", "for_share", "sure_ties", "with_tie_bars"]

_LEAST_JUDGED = 10  # drawn and judged sides; below, a sample says too little
Lifted = tuple[Tie, str, str]


@dataclass(frozen=True, slots=True)
class MapBars:
    """What is known of how right the sides are.

    Attributes:
        design: How the judgements came about.
        gold: What the model confuses on gold sentences; None if its card does not say.
        said: Statement to what a person has set: of whom, and the side.
        absent: Sides in statements that people rejected: the machine's alone.
    """

    design: Design
    gold: Gold | None
    said: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    absent: Sequence[Tie] = ()

    @property
    def corrected(self) -> bool:
        """Whether judgements of a sample correct the ties."""
        return len(self.design.drawn) >= _LEAST_JUDGED

    def told(self) -> tuple[str, ...]:
        """Where the intervals come from, in plain sentences."""
        if self.gold is None:
            return (
                "No interval is given for a tie: the card of the model does not say what it "
                "confuses. Open a tie and read its sentences.",
            )
        source = (
            f"what the model {self.gold.model} confuses on gold sentences ({self.gold.source}); "
            "they hold as far as these texts are like those"
        )
        if self.corrected:
            return (
                "The 95 % interval of a tie is where its true value lies in 95 of 100 cases. "
                f"{how_judged(self.design)}; the ties are corrected by these judgements.",
                "Sides that the text itself takes, in no statement of anybody, cannot be judged; "
                f"their part of an interval comes from {source}.",
            )
        return (
            "The 95 % interval of a tie is where its true value lies in 95 of 100 cases. Too few "
            f"statements of a drawn sample are judged, so the intervals come from {source}.",
            "For better ones draw a sample (counterpoint sample), judge it (counterpoint code "
            "--drawn), and run this command again. Until then open a tie and read its sentences: "
            "one that rests on one or two is easily wrong.",
        )


def bars_of(corpus: Corpus, absent: Sequence[Tie], model: str = "") -> MapBars:
    """What is known of how right the sides of a corpus are.

    Args:
        corpus: Which one.
        absent: Sides that the machine finds in statements that people rejected.
        model: Folder of another positions bundle.
    """
    said = {}
    with corpus.reading() as connection:
        design = design_of(connection)
        for id, packed in statement_rows(
            connection, Filter(), fields=("id", "labels"), statuses=("accepted", "changed")
        ):
            labels = json.loads(packed) if packed else {}
            if labels.get("concept") and labels.get("stance") not in (None, ""):
                said[id] = (str(labels["concept"]), int(labels["stance"]))
    try:
        gold = gold_confusion("pair", model)
    except InputError:
        gold = None
    return MapBars(design, gold, said, absent)


def with_tie_bars(made: Network, rows: Sequence[Lifted], bars: MapBars) -> Network:
    """A network of sides with an interval for every tie."""
    import numpy as np

    found = _estimates(rows, bars)
    if not found:
        return made
    intervals = []
    for i, j in zip(made.row_codes, made.column_codes, strict=True):
        ends = sorted((made.rows[int(i)], made.columns[int(j)]))
        one = found.get((ends[0], ends[1]))
        intervals.append((one.value, one.low, one.high) if one else (np.nan,) * 3)
    array = np.asarray(intervals, dtype=np.float64).reshape(-1, 3)
    return replace(made, intervals=array, interval_note="95 % intervals: see the page of the map.")


def sure_ties(made: Network) -> tuple[int, int]:
    """How many ties have an interval that does not hold zero, and how many have one."""
    seen = sure = 0
    for at in range(len(made.weights)):
        interval = made.interval(at)
        if interval is not None and made.row_codes[at] < made.column_codes[at]:
            seen += 1
            sure += interval[1] > 0 or interval[2] < 0
    return sure, seen


def for_share(ties: Sequence[Tie], bars: MapBars) -> str:
    """Which share of all sides is for somebody, as counted and as corrected, in a sentence."""
    if bars.gold is None or not ties:
        return ""
    import numpy as np

    from counterpoint.network.intervals import corrected_share, redrawn_measure

    signs = np.asarray([tie.sign for tie in ties])
    counted = 100 * float((signs > 0).mean())
    sides = _sides([(tie, tie.source, tie.target) for tie in (*ties, *bars.absent)], bars)
    spoken = (sides.chances > 0) & (sides.chances < 1)
    drawn = ~np.isnan(sides.people) & spoken
    if bars.corrected and int(np.isin(sides.people[drawn], (-1, 1)).sum()) >= _LEAST_JUDGED:
        found = corrected_share(sides.signs[spoken], sides.people[spoken], sides.chances[spoken])
        what = "Of the sides in statements"
        counted = 100 * found.counted
    else:
        labels = np.where(signs > 0, 2, 0)

        def share(row: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
            return float((row == 2).sum() / max(1, (row != 1).sum()))

        found = redrawn_measure(labels, bars.gold.counts, share)
        what = "Of all sides"
    low, high = 100 * found.low, 100 * found.high
    return (
        f"{what} {counted:.0f} % are for somebody as counted, {100 * found.value:.0f} % as "
        f"corrected (95 % interval {low:.0f} to {high:.0f} %)."
    )


def _estimates(rows: Sequence[Lifted], bars: MapBars) -> dict[tuple[str, str], Estimate]:
    if bars.gold is None or not rows:
        return {}
    from counterpoint.network.side_sums import side_sums

    pairs = list(dict.fromkeys(_pair(row) for row in rows))
    sums = side_sums(_sides(rows, bars), bars.gold.counts, corrected=bars.corrected)
    return dict(zip(pairs, sums, strict=True))


def _sides(rows: Sequence[Lifted], bars: MapBars) -> Sides:
    import numpy as np

    from counterpoint.network.side_sums import Sides

    pairs = list(dict.fromkeys(_pair(row) for row in rows))
    places = {pair: number for number, pair in enumerate(pairs)}
    gone = {tie.id for tie in bars.absent}
    people, chances = [], []
    for tie, _, _ in rows:
        id = tie.statement_id
        judged = bool(id) and id in bars.design.judged
        people.append(_said(tie, bars, absent=tie.id in gone) if judged else np.nan)
        drawn = id in bars.design.drawn
        chances.append(1.0 if judged and not drawn else bars.design.chances.get(id, 0.0))
    return Sides(
        np.asarray([places[_pair(row)] for row in rows], dtype=np.int64),
        np.asarray([float(tie.sign) for tie, _, _ in rows]),
        np.asarray(people, dtype=np.float64),
        np.asarray(chances, dtype=np.float64),
    )


def _said(tie: Tie, bars: MapBars, *, absent: bool) -> float:
    """What people say of a side: nothing of the kind, the side that they set, or that it holds."""
    if absent:
        return 0.0
    whom, side = bars.said.get(tie.statement_id, ("", 0))
    return float(side) if whom == tie.target else float(tie.sign)


def _pair(row: Lifted) -> tuple[str, str]:
    one, two = sorted(row[1:])
    return one, two
