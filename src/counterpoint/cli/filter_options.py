"""Options that select, the same in every command: the fields of Filter, one to one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import click

__all__ = ["Moment", "filter_options"]

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Moment(click.ParamType[datetime]):
    """A day: 2024-05-01, or a month or year, of which the first or the last day is meant."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The day at midnight."""
        if isinstance(value, datetime):
            return value
        match = _DAY.fullmatch(value.strip())
        try:
            if match is None:
                return datetime.fromisoformat(value.strip())
            year = int(match[1])
            month = int(match[2] or (12 if self._last else 1))
            final = calendar.monthrange(year, month)[1] if self._last else 1
            return datetime(year, month, int(match[3] or final))
        except (ValueError, IndexError):
            self.fail(f'"{value}" is not a date such as 2024-05-01, 2024-05 or 2024', param, ctx)


def _choices(name: str) -> list[str]:
    from counterpoint.types.attribution import Act, Manner

    return [one.value for one in (Manner if name == "manner" else Act)]


def _many(name: str, what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        f"--{name}", metavar="NAME", multiple=True, help=f"Only {what}; may be given again."
    )


_OPTIONS: list[Callable[[Callable[..., Any]], Callable[..., Any]]] = [
    click.option("--since", type=Moment(last=False), help="Only documents from this day on."),
    click.option("--until", type=Moment(last=True), help="Only documents up to this day."),
    _many("outlet", "documents of this outlet"),
    _many("actor", "statements of this speaker, by any of its names or its id"),
    _many("organisation", "speakers of this organisation"),
    _many("country", "speakers of this country"),
    _many("concept", "statements on this concept"),
    _many("coder", "findings of this coder, a person or a model"),
    click.option(
        "--manner",
        type=click.Choice(_choices("manner")),
        multiple=True,
        help="Only statements given in this manner; may be given again.",
    ),
    click.option(
        "--act",
        type=click.Choice(_choices("act")),
        multiple=True,
        help="Only statements of this class of act; may be given again.",
    ),
    click.option(
        "--min-score",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="P",
        help="Only statements at least this likely to be right (0 to 1).",
    ),
    click.option("--text", metavar="WORDS", default="", help="Only documents with these words."),
]


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that select; the command gets ``selection``, a Filter, instead of each."""

    @wraps(command)
    def with_options(*args: Any, **given: Any) -> Any:
        from counterpoint.types.attribution import Act, Manner
        from counterpoint.types.selection import Filter

        since, until = given.pop("since"), given.pop("until")
        if since and until and since > until:
            raise click.UsageError(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}")
        selection = Filter(
            since=since,
            until=until,
            outlets=given.pop("outlet"),
            actors=given.pop("actor"),
            organisations=given.pop("organisation"),
            countries=given.pop("country"),
            concepts=given.pop("concept"),
            coders=given.pop("coder"),
            manners=tuple(map(Manner, given.pop("manner"))),
            acts=tuple(map(Act, given.pop("act"))),
            min_score=given.pop("min_score"),
            text=given.pop("text"),
        )
        return command(*args, selection=selection, **given)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options
