"""Attributions: source, cue and content, found by a trained model.

Texts go in, attributions come out, as spans of the text with the probability that each is right.
Never done here: saying who a source is, what a content is about, or whether a cue denies it.
"""

from __future__ import annotations

from counterpoint.analysis.attribution.model import AttributionModel

__all__ = ["AttributionModel"]
