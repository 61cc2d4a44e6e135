"""``--targets`` and ``--intervals``, the same in every command that knows networks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from counterpoint.types import NetworkSpec

__all__ = [
    "DRAWS",
    "IntervalsCommand",
    "intervals_option",
    "signed_where_it_counts",
    "targets_option",
]

DRAWS = 400
_NUMBER = re.compile(r"\d+")

targets_option = click.option(
    "--targets",
    is_flag=True,
    help="Whom speakers are for or against, instead of concepts; in a corpus, after counterpoint "
    "positions CORPUS --targets.",
)
intervals_option = click.option(
    "--intervals",
    type=click.IntRange(min=0),
    default=0,
    metavar="[DRAWS]",
    help="Corrected estimates with 95 % intervals: in a corpus from the statements that people "
    "judged of a sample, or else from what the model confuses on gold sentences; in a file that "
    f"people coded from drawing documents again.  [{DRAWS} draws if no number is given]",
)


def signed_where_it_counts(
    context: click.Context, place: str, spec: NetworkSpec, *, wanted: bool
) -> NetworkSpec:
    """For minus against, where nobody has said what a cell shall make of the sides.

    Error bars and stances toward actors are about sides; a plain count of statements has none.
    """
    from counterpoint.types import Aggregation, NetworkKind
    from counterpoint.workflow.corpus_place import is_corpus

    chosen = context.get_parameter_source("spec_aggregation")
    plain = chosen in (ParameterSource.DEFAULT, None) and spec.aggregation is Aggregation.IGNORE
    if not wanted or not plain or spec.kind is NetworkKind.EVENTLIST or not is_corpus(place):
        return spec
    return replace(spec, aggregation=Aggregation.SUBTRACT)


class IntervalsCommand(click.Command):
    """A command whose ``--intervals`` may stand alone."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a bare ``--intervals`` its usual number."""
        given: list[Any] = []
        for at, one in enumerate(args):
            following = args[at + 1] if at + 1 < len(args) else ""
            bare = one == "--intervals" and not _NUMBER.fullmatch(following)
            given.append(f"--intervals={DRAWS}" if bare else one)
        return super().parse_args(ctx, given)
