"""Find who says what by rules.

They are an engine of their own, the reader of nested statements, and what an installation without
a model falls back to. Texts go in, attributions with their spans come out; nothing is learned but
how often each pattern is right.
"""

from __future__ import annotations

from counterpoint.analysis.rules.finder import RuleFinder, find_attributions

__all__ = ["RuleFinder", "find_attributions"]
