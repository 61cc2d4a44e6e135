"""``counterpoint network``: who is tied to whom, and on which statements that rests."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.cli.error_bar_options import (
    IntervalsCommand,
    intervals_option,
    signed_where_it_counts,
    targets_option,
)
from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import print_table
from counterpoint.cli.selection_options import network_options
from counterpoint.workflow.networks import (
    NETWORK_FORMATS,
    Made,
    event_pieces,
    make_networks,
    network_pieces,
    save_events,
    save_networks,
    strongest_ties,
    tie_name,
    ties_sentence,
    with_intervals,
    writable,
)

if TYPE_CHECKING:
    from counterpoint.types import Filter, Network, NetworkSpec
    from counterpoint.workflow.error_bars import ErrorBars

__all__ = ["network"]

_EVENTS = ("csv", "csv-dna", "jsonl")


@click.command(cls=IntervalsCommand)
@click.argument("place", metavar="INPUT")
@click.option("-o", "--output", metavar="FILE", default="", help="Where to write; - prints it.")
@click.option(
    "--to",
    "form",
    type=click.Choice([*NETWORK_FORMATS, "jsonl"]),
    default=None,
    help="Format, if the ending of FILE does not tell.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--top", type=click.IntRange(min=0), default=20, show_default=True, help="Ties shown."
)
@click.option(
    "--level",
    type=click.Choice(["person", "organisation", "country"]),
    default=None,
    help="Who acts, in a corpus: lifted on the date of the document.  [default: organisation]",
)
@click.option(
    "--evidence/--no-evidence",
    default=True,
    show_default=True,
    help="Write the ids of the statements that every tie rests on.",
)
@targets_option
@intervals_option
@network_options()
@filter_options
@click.pass_context
def network(
    context: click.Context,
    place: str,
    *,
    output: str,
    form: str | None,
    as_json: bool,
    top: int,
    level: str | None,
    targets: bool,
    intervals: int,
    evidence: bool,
    spec: NetworkSpec,
    selection: Filter,
) -> None:
    """Make a network of statements and write it to a file, or show its strongest ties.

    INPUT is a corpus, a .dna file, or statements as CSV or JSON Lines.

    \b
    Try:  counterpoint network debate.dna --kind onemode --aggregation congruence
          counterpoint network debate.dna --aggregation subtract -o debate.gexf
          counterpoint network news.counterpoint --targets --level country --intervals
    """  # noqa: D301
    progress = _Progress(quiet=bool((context.obj or {}).get("quiet")))
    spec = signed_where_it_counts(context, place, spec, wanted=targets or bool(intervals))
    made = make_networks(
        place, spec, selection, level=level or "", targets=targets, progress=progress
    )
    bars = None
    if intervals:
        made, bars = with_intervals(place, made, (selection, level or "", targets), draws=intervals)
    if as_json:
        output, form = output or "-", "json" if made.networks or not _is_events(made) else "jsonl"
    if output:
        _write(made, output, form or "", evidence=evidence)
        click.echo(ties_sentence(made), err=True)
    elif _is_events(made):
        _print_events(made, top)
    elif len(made.networks) == 1:
        _print_ties(made.networks[0], top, bars)
        click.echo(f"\n{ties_sentence(made)}")
        _print_figures(made.networks[0], top)
    else:
        _print_windows(made)
        click.echo(f"\n{ties_sentence(made)}")
    if bars and not output:
        click.echo(bars.sentence)


def _is_events(made: Made) -> bool:
    return made.spec.kind == "eventlist"


def _write(made: Made, output: str, form: str, *, evidence: bool) -> None:
    networks, left_out = writable(made, evidence=evidence)
    if left_out:
        click.echo(left_out, err=True)
    if output == "-":
        name = form or ("csv" if _is_events(made) else "json")
        events = _is_events(made)
        pieces = event_pieces(made.statements, name) if events else network_pieces(networks, name)
        for piece in pieces:
            sys.stdout.write(piece)
        return
    if _is_events(made):
        paths = [save_events(made.statements, Path(output), form)]
    else:
        paths = save_networks(networks, Path(output), form)
    shown = ", ".join(str(path) for path in paths[:3]) + (" …" if len(paths) > 3 else "")
    click.echo(f"Wrote {shown}", err=True)


def _print_ties(network: Network, top: int, bars: ErrorBars | None) -> None:
    ties = strongest_ties(network, top)
    words = [tie_name(network, tie.weight) for tie in ties]
    head = [network.row_variable or "from", network.column_variable or "to"]
    if network.kind == "onemode":
        head[1] = head[0]
    rows = [
        [tie.source, tie.target, _weight(tie.weight, network), str(len(tie.statement_ids)), word]
        for tie, word in zip(ties, words, strict=True)
    ]
    heads = [*head, "weight", "statements", "meaning"]
    numbers: tuple[int, ...] = (2, 3)
    if bars:
        again = bars.corrected
        heads += ["estimate", "low", "high"] if again else ["low", "high"]
        for row, tie in zip(rows, ties, strict=True):
            interval = tie.interval or (float("nan"),) * 3
            row += [f"{bound:.4g}" for bound in interval[0 if again else 1 :]]
        numbers += tuple(range(5, len(heads)))
    _print_aligned(heads, rows, numbers=numbers)


def _print_figures(network: Network, top: int) -> None:
    """Shares and measures with their error bars."""
    if not network.measures:
        return
    rows = [
        [name, *("" if value != value else f"{value:.3g}" for value in values)]
        for name, values in list(network.measures.items())[: max(top, 1)]
    ]
    click.echo()
    _print_aligned(["figure", "counted", "estimate", "low", "high"], rows, numbers=(1, 2, 3, 4))


def _weight(weight: float, network: Network) -> str:
    return f"{weight:.0f}" if network.integer else f"{weight:.4g}"


def _print_windows(made: Made) -> None:
    rows = []
    for one in made.networks:
        best = strongest_ties(one, 1)
        shown = f"{best[0].source} – {best[0].target} ({best[0].weight:.4g})" if best else ""
        if best and best[0].interval:
            estimate, low, high = best[0].interval
            shown += f", {estimate:.3g} [{low:.3g}, {high:.3g}]"
        count = sum(1 for _ in strongest_ties(one, len(one.weights)))
        days = [when.strftime("%Y-%m-%d") if when else "" for when in (one.start, one.stop)]
        rows.append([*days, str(one.statement_count), str(count), shown])
    _print_aligned(["from", "to", "statements", "ties", "strongest tie"], rows, numbers=(2, 3))


def _print_aligned(heads: list[str], rows: list[list[str]], *, numbers: tuple[int, ...]) -> None:
    """Print a table whose numbers stand to the right."""
    for at in numbers:
        width = max([len(heads[at]), *(len(row[at]) for row in rows)])
        heads[at] = heads[at].rjust(width)
        for row in rows:
            row[at] = row[at].rjust(width)
    print_table(heads, rows)


def _print_events(made: Made, top: int) -> None:
    table = made.statements
    names = list(table.variables)[:5]
    rows = []
    for row in range(min(top, len(table))):
        values = [table.variables[name].value(row) for name in names]
        rows.append(
            [str(table.ids[row]), *("" if value is None else str(value) for value in values)]
        )
    print_table(["id", *names], rows)
    click.echo(f"\n{ties_sentence(made)}")


class _Progress:
    """A count on standard error, at a terminal only, for work that takes several windows."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet or not sys.stderr.isatty()

    def __call__(self, found: Iterator[Network]) -> Iterable[Network]:
        for count, one in enumerate(found, start=1):
            if not self.quiet and count > 1:
                click.echo(f"\r{count} windows", nl=False, err=True)
            yield one
        if not self.quiet:
            click.echo("\r", nl=False, err=True)
