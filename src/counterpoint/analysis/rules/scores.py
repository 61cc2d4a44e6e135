"""How often the rules are right: the score of what they find.

A logistic regression over the cue's verb, its form, the pattern of the content and whether a source
was found; its weights stand in ``scores.json`` beside this module and come from
``training/rules/fit_scores.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from counterpoint.analysis.rules.contents import Pattern
from counterpoint.analysis.rules.cues import Cue

__all__ = ["features_of", "score_of"]


def features_of(cue: Cue, pattern: Pattern, *, has_source: bool) -> list[str]:
    """Names of the features that hold for a find."""
    source = "source" if has_source else "no source"
    return [
        f"{pattern.value}, {cue.form.value}, {source}",
        f"verb {cue.lemma}",
        f"verb {cue.lemma}, {pattern.value}",
    ]


def score_of(cue: Cue, pattern: Pattern, *, has_source: bool) -> float:
    """Probability that a relation found by this cue in this pattern is right."""
    weights = _weights()
    names = features_of(cue, pattern, has_source=has_source)
    value = weights["bias"] + sum(weights.get(name, 0.0) for name in names)
    return 1 / (1 + math.exp(-value))


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    path = files("counterpoint.analysis.rules").joinpath("scores.json")
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights
