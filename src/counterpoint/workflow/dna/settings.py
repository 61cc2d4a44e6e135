"""Settings in DNA's words to a specification in ours."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from counterpoint.errors import InputError
from counterpoint.network.recode import Recoding
from counterpoint.network.scaling import ScalingOptions
from counterpoint.types.selection import (
    Aggregation,
    Duplicates,
    Kernel,
    Mode,
    NetworkKind,
    NetworkSpec,
    Normalisation,
    TimeUnit,
)

__all__ = ["recoding_of", "scaling_of", "spec_of"]

_log = logging.getLogger(__name__)
_UNSET = ("01.01.1900", "31.12.2099")  # DNA's words for "from the first" and "to the last"
_E = TypeVar("_E", bound=StrEnum)


def spec_of(settings: Mapping[str, Any], **changes: Any) -> NetworkSpec:
    """The specification that DNA's settings stand for, in mode ``dna``.

    Words that DNA does not know are corrected silently by it, and so they are here, with a warning
    in the log.

    Raises:
        InputError: If a date cannot be read.
    """
    exclude = settings.get("exclude_values") or {}
    options: dict[str, Any] = {
        "kind": _word(settings, "network_type", NetworkKind, NetworkKind.TWOMODE),
        "mode": Mode.DNA,
        "statement_type": settings.get("statement_type") or "",
        "aggregation": _word(settings, "qualifier_aggregation", Aggregation, Aggregation.IGNORE),
        "normalisation": _word(settings, "normalization", Normalisation, Normalisation.NO),
        "duplicates": _word(settings, "duplicates", Duplicates, Duplicates.INCLUDE),
        "time_unit": _word(settings, "time_window", TimeUnit, TimeUnit.NO),
        "kernel": _word(settings, "kernel", Kernel, Kernel.NO),
        "time_size": int(settings.get("window_size") or 0),
        "isolates": bool(settings.get("isolates")),
        "indent": bool(settings.get("indent_time")),
        "normalise_to_one": bool(settings.get("normalize_to_one")),
        "start": _moment(settings, "start", time.min),
        "stop": _moment(settings, "stop", time(23, 59, 59)),
        "exclude": {name: _texts(values) for name, values in exclude.items()},
        "invert": bool(settings.get("invert_values")),
    }
    for role in ("variable1", "variable2", "qualifier"):
        if role in settings:
            options[role] = settings[role]
        options[f"{role}_document"] = bool(settings.get(f"{role}_document"))
    for name in ("authors", "sources", "sections", "types"):
        options[f"exclude_{name}"] = _texts(settings.get(f"exclude_{name}"))
        options[f"invert_{name}"] = bool(settings.get(f"invert_{name}"))
    return NetworkSpec(**{**options, **changes})


def recoding_of(settings: Mapping[str, Any]) -> Recoding:
    """The rules of recoding that rDNA's settings stand for."""
    threshold = settings.get("threshold")
    zero = settings.get("zero_as_na")
    return Recoding(
        ordinal=str(settings.get("model") or "").startswith("ordinal"),
        zero_as_na=True if zero is None else bool(zero),
        threshold=None if threshold is None else float(threshold),
        drop_min_actors=int(settings.get("drop_min_actors") or 1),
        drop_min_concepts=int(settings.get("drop_min_concepts") or 2),
    )


def scaling_of(settings: Mapping[str, Any]) -> ScalingOptions:
    """The sampler for rDNA's settings: its priors, but many short chains, turned alike.

    rDNA's single chain wanders between an axis and its mirror image, so its means of positions are
    drawn toward 0 as often as it does; turned alike they keep their order.
    """
    model = str(settings.get("model") or "")
    return ScalingOptions(
        dimensions=2 if "two" in model else 1,
        ordinal=model.startswith("ordinal"),
        draws=max(1000, min(20_000, int(settings.get("mcmc_iterations") or 20_000))),
        burn_in=200,
        thin=1,
        chains=40,
        seed=int(settings.get("seed") or 12345),
        position_variance=float(settings.get("theta_prior_variance") or 1.0),
        item_precision=float(settings.get("alpha_beta_prior_variance") or 0.25),
    )


def _word(settings: Mapping[str, Any], name: str, options: type[_E], default: _E) -> _E:
    word = settings.get(name)
    if word is None:
        return default
    text = str(word)
    if name == "qualifier_aggregation" and text == "congruence and conflict":
        text = "congruence & conflict"
    try:
        return options(text)
    except ValueError:
        _log.warning('%s "%s" does not exist; DNA takes "%s"', name, word, default)
        return default


def _texts(values: Any) -> tuple[str, ...]:
    if values is None:
        return ()
    return (str(values),) if isinstance(values, str) else tuple(str(value) for value in values)


def _moment(settings: Mapping[str, Any], side: str, usual: time) -> datetime | None:
    day = settings.get(f"{side}_date")
    if day is None or day in _UNSET:
        return None
    clock = settings.get(f"{side}_time")
    try:
        date = datetime.strptime(str(day), "%d.%m.%Y").date()
        at = usual if clock is None else time.fromisoformat(str(clock))
    except ValueError as error:
        raise InputError(
            f'{side}_date "{day}" with {side}_time "{clock}" is no date and time',
            hint="write dates as 31.12.2020 and times as 23:59:59",
        ) from error
    return datetime.combine(date, at)
