"""``counterpoint plot``: pictures as SVG, PNG, or a page that opens its statements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.error_bar_options import (
    IntervalsCommand,
    intervals_option,
    signed_where_it_counts,
    targets_option,
)
from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.selection_options import network_options

if TYPE_CHECKING:
    from counterpoint.types import Filter, NetworkSpec

__all__ = ["plot"]

_MORE: dict[str, tuple[str, ...]] = {
    "network": ("nodes", "ties", "min_weight", "groups"),
    "timeline": ("period", "by"),
    "bars": (),
    "polarisation": ("method",),
    "phases": ("method",),
    "scaling": ("dimensions", "ordinal", "threshold", "right", "draws"),
    "backbone": (),
    "agreement": ("agreement_by", "level", "draws"),
}
_WHAT = {
    "network": "Draw who is tied to whom; line style tells agreement from disagreement.",
    "timeline": "Draw how many statements agree and disagree in each period.",
    "bars": "Draw how often each value of a variable is agreed and disagreed with.",
    "polarisation": "Draw how far actors fall into two camps, over time.",
    "phases": "Draw when the network changes, and its phases.",
    "scaling": "Draw where actors stand: ideal points with intervals.",
    "backbone": "Draw which concepts carry the network.",
    "agreement": "Draw how well coders agree.",
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "network": {"kind": "onemode", "aggregation": "subtract", "normalisation": "average"},
    "bars": {"variable1": "concept", "variable2": "organization"},
    "polarisation": {"time_unit": "months", "time_size": 12, "normalisation": "average"},
    "phases": {
        "aggregation": "subtract",
        "duplicates": "document",
        "time_unit": "months",
        "time_size": 6,
        "kernel": "uniform",
    },
    "backbone": {"kind": "onemode", "aggregation": "congruence", "normalisation": "average"},
}
_WITH_INTERVALS = ("network", "timeline", "bars")
_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "nodes": click.option(
        "--nodes", type=click.IntRange(min=1), default=80, show_default=True, help="Most nodes."
    ),
    "ties": click.option(
        "--ties", type=click.IntRange(min=1), default=600, show_default=True, help="Most ties."
    ),
    "min_weight": click.option(
        "--min-weight", type=float, default=0.0, help="Leave out ties below this weight."
    ),
    "groups": click.option(
        "--groups",
        type=click.Choice(["leiden", "louvain"]),
        default=None,
        help="Colour the nodes by the groups that this method finds.",
    ),
    "period": click.option(
        "--period",
        type=click.Choice(["day", "week", "month", "quarter", "year"]),
        default="month",
        show_default=True,
        help="What a bar stands for.",
    ),
    "by": click.option(
        "--by", metavar="VARIABLE", default="", help="One panel for each of its values."
    ),
    "agreement_by": click.option(
        "--by",
        type=click.Choice(["coder", "variable", "document"]),
        default="coder",
        show_default=True,
        help="Rows: pairs of coders, variables over all coders, or documents.",
    ),
    "method": click.option(
        "--method", metavar="NAME", default="", help="Only this method of search or clustering."
    ),
    "level": click.option(
        "--level",
        "method",
        type=click.Choice(["nominal", "ordinal", "interval"]),
        default=None,
        help="Level of measurement of all variables, instead of the usual one of each.",
    ),
    "dimensions": click.option(
        "--dimensions", type=click.IntRange(1, 2), default=1, show_default=True, help="Axes."
    ),
    "ordinal": click.option(
        "--ordinal", is_flag=True, help="Three answers (disagree, mixed, agree) instead of two."
    ),
    "threshold": click.option(
        "--threshold",
        type=float,
        default=None,
        help="Share up to which a mixed actor still counts.",
    ),
    "right": click.option("--right", metavar="ACTOR", default="", help="Actor on the right side."),
    "draws": click.option(
        "--draws", type=click.IntRange(min=1), default=None, help="Random draws for intervals."
    ),
}

_LEVEL = click.option(
    "--level",
    type=click.Choice(["person", "organisation", "country"]),
    default=None,
    help="Who acts, in a corpus: lifted on the date of the document.  [default: organisation]",
)


@click.group()
def plot() -> None:
    """Draw a picture of statements: a network, a timeline, positions.

    The ending of the file's name says how: .svg, .png, or .html, a page of its own whose ties
    open their statements.

    \b
    Try:  counterpoint plot network debate.dna -o network.html
          counterpoint plot timeline debate.dna -o timeline.svg --period quarter
    """  # noqa: D301


def _make(kind: str) -> None:
    def draw(
        place: str, *, output: str, title: str, spec: NetworkSpec, selection: Filter, **more: Any
    ) -> None:
        from counterpoint.workflow.drawn import picture_format, save_picture
        from counterpoint.workflow.plots import PlotOptions
        from counterpoint.workflow.plots import plot as draw_picture

        sided = bool(more.get("targets") or more.get("intervals"))
        spec = signed_where_it_counts(click.get_current_context(), place, spec, wanted=sided)
        path = Path(output)
        linked = picture_format(path) == "html"
        given = {name: value for name, value in more.items() if value is not None}
        options = PlotOptions(title=title, linked=linked, **given)
        drawn = draw_picture(kind, place, spec, selection, options)
        save_picture(drawn, path)
        click.echo(drawn.sentence, err=True)
        click.echo(f"Wrote {path}", err=True)

    command: Any = draw
    command = filter_options(command)
    command = network_options(**_DEFAULTS.get(kind, {}))(command)
    for name in reversed(_MORE[kind]):
        command = _OPTIONS[name](command)
    command = click.option("--title", default="", metavar="TEXT", help="Above the picture.")(
        command
    )
    command = click.option(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="A name that ends in .svg, .png or .html.",
    )(command)
    if kind in _WITH_INTERVALS:
        command = intervals_option(command)
    else:  # taken, to say why there are none
        command = click.option("--intervals", type=int, default=0, hidden=True)(command)
    if kind != "agreement":
        command = targets_option(_LEVEL(command))
    command = click.argument("place", metavar="INPUT")(command)
    plot.add_command(click.command(name=kind, help=_WHAT[kind], cls=IntervalsCommand)(command))


for _kind in _MORE:
    _make(_kind)
