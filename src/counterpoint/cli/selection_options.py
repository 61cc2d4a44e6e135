"""Options of ``NetworkSpec``, made from its fields: one meaning in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import datetime, time
from enum import Enum
from functools import wraps
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import click

from counterpoint.errors import InputError
from counterpoint.types import NetworkSpec

__all__ = ["network_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

# The line of help for every field; a test holds that none is missing.
_HELP = {
    "kind": "What to make: actors by concepts, actors by actors, or the statements themselves.",
    "mode": "Whose definitions: the sane ones, or DNA's numbers with its quirks.",
    "statement_type": "Label of the statement type, where there are several.",
    "variable1": "Variable of the rows (the actors).",
    "variable2": "Variable of the columns, or what two actors share.",
    "qualifier": 'Variable that says agreement or disagreement; "none" for none.',
    "variable1_document": "Variable 1 is a field of the document (author, source, section, type).",
    "variable2_document": "Variable 2 is a field of the document.",
    "qualifier_document": "The qualifier is a field of the document.",
    "aggregation": "What a cell makes of the qualifier.",
    "normalisation": "What a cell is divided by, so that loud actors do not dominate.",
    "duplicates": "Within what a repeated statement counts once.",
    "isolates": "Show actors without a tie too.",
    "start": "First date of documents, inclusive: 2024-01-31 or 2024-01-31T18:00:00.",
    "stop": "Last date of documents, inclusive; a day counts to its end.",
    "time_unit": "Unit of time windows: one network for each window.",
    "time_size": "Width of a time window in that unit.",
    "kernel": "Let statements near the middle of a window count more.",
    "indent": "Kernel windows only where a whole window fits.",
    "normalise_to_one": "Divide each window's network by the sum of its cells.",
    "exclude": "Leave out statements with this value; may be repeated.",
    "exclude_authors": "Leave out documents of this author; may be repeated.",
    "exclude_sources": "Leave out documents of this source (outlet); may be repeated.",
    "exclude_sections": "Leave out documents of this section; may be repeated.",
    "exclude_types": "Leave out documents of this type; may be repeated.",
    "invert": "Keep only what --exclude names.",
    "invert_authors": "Keep only the authors that --exclude-authors names.",
    "invert_sources": "Keep only the sources that --exclude-sources names.",
    "invert_sections": "Keep only the sections that --exclude-sections names.",
    "invert_types": "Keep only the types that --exclude-types names.",
    "seed": "Start of the random numbers.",
}


def network_options(**defaults: Any) -> Callable[[_Command], _Command]:
    """Add an option for every field of ``NetworkSpec``; the command gets ``spec``.

    Args:
        defaults: Other defaults than those of ``NetworkSpec``, where a command has better ones.
    """

    def decorate(command: _Command) -> _Command:
        hints = get_type_hints(NetworkSpec)
        wrapped: Any = _collect(command, hints)
        for field in reversed(fields(NetworkSpec)):
            wrapped = _option(field, hints[field.name], defaults)(wrapped)
        found: _Command = wrapped
        return found

    return decorate


def _collect(command: _Command, hints: dict[str, Any]) -> Callable[..., Any]:
    names = [field.name for field in fields(NetworkSpec)]

    @wraps(command)
    def run(*args: Any, **given: Any) -> Any:
        values = {name: _value(name, given.pop(f"spec_{name}"), hints[name]) for name in names}
        try:
            spec = NetworkSpec(**values)
        except ValueError as error:
            raise InputError(str(error)) from error
        return command(*args, spec=spec, **given)

    return run


def _option(field: Field[Any], hint: Any, defaults: dict[str, Any]) -> Callable[[Any], Any]:
    names = (f"--{field.name.replace('_', '-')}", f"spec_{field.name}")
    default = defaults.get(field.name, None if field.default is MISSING else field.default)
    more: dict[str, Any] = {"help": _HELP[field.name], "default": default}
    if hint is bool:
        more["is_flag"] = True
    elif field.name == "exclude":
        more |= {"multiple": True, "default": (), "metavar": "VARIABLE=VALUE"}
    elif get_origin(hint) is tuple:
        more |= {"multiple": True, "default": (), "metavar": "TEXT"}
    elif isinstance(hint, type) and issubclass(hint, Enum):
        more |= {"type": click.Choice([one.value for one in hint]), "show_default": True}
        more["default"] = getattr(default, "value", default)
    elif hint in (int, float):
        more |= {"type": hint, "show_default": bool(default)}
    else:
        more |= {"type": str, "metavar": "DATE" if datetime in get_args(hint) else "TEXT"}
        more["show_default"] = bool(default)
    return click.option(*names, **more)


def _value(name: str, given: Any, hint: Any) -> Any:
    if datetime in get_args(hint):
        return _date(name, given)
    if name == "qualifier":
        return None if given is None or given.lower() in ("", "none") else given
    if name == "exclude":
        return _pairs(given)
    if get_origin(hint) is tuple:
        return tuple(given)
    return given


def _date(name: str, given: str | None) -> datetime | None:
    if not given:
        return None
    try:
        when = datetime.fromisoformat(given.strip())
    except ValueError as error:
        raise InputError(
            f'--{name} "{given}" is not a date', hint="write 2024-01-31 or 2024-01-31T18:00:00"
        ) from error
    if name == "stop" and len(given.strip()) <= len("2024-01-31"):
        when = datetime.combine(when.date(), time(23, 59, 59))
    return when


def _pairs(given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in given:
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            raise InputError(
                f'--exclude "{pair}" names no variable', hint="write --exclude concept='Some value'"
            )
        found.setdefault(name.strip(), []).append(value)
    return {name: tuple(values) for name, values in found.items()}
