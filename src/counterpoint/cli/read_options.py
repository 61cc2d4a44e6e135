"""Options about finding statements, shared by the commands that do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

__all__ = ["statement_options"]

_OPTIONS = [
    click.option(
        "--engine",
        type=click.Choice(["auto", "model", "rules"]),
        default="auto",
        show_default=True,
        help="What finds statements; auto is the model, or the rules where none is installed.",
    ),
    click.option(
        "--model",
        metavar="large|FOLDER",
        default="",
        help="Another model: the large one, if it is installed, or the folder of a bundle.",
    ),
    click.option(
        "--min-score",
        type=click.FloatRange(0, 1),
        default=None,
        metavar="P",
        help="Leave out statements less likely than this to be right (0 to 1).",
    ),
    click.option(
        "--speakers/--no-speakers",
        default=True,
        help="Whether to find out who the sources are; without it, it is quicker.",
    ),
    click.option("--author", is_flag=True, help="Also the author's own voice."),
    click.option(
        "--gazetteer",
        metavar="FILE",
        default="",
        help="Known actors of your own, CSV or JSON Lines: speakers get the names it gives.",
    ),
]


def statement_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about finding statements to a command.

    The command is called with ``reading``, a
    :class:`~counterpoint.workflow.annotate.ReadingOptions`, instead of with each of them.
    """

    @wraps(command)
    def with_options(*args: Any, **given: Any) -> Any:
        from counterpoint.workflow.annotate import Engine, ReadingOptions

        reading = ReadingOptions(
            engine=Engine(given.pop("engine")),
            model=given.pop("model"),
            min_score=given.pop("min_score"),
            author=given.pop("author"),
            speakers=given.pop("speakers"),
            gazetteer=given.pop("gazetteer"),
        )
        return command(*args, reading=reading, **given)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options
