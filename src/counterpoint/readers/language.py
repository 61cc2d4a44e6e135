"""Which language a text is in, offline; the identifier is loaded when the first text asks."""

from __future__ import annotations

__all__ = ["identify_language"]

_SAMPLE = 4_000
_ENOUGH = 20  # letters; shorter texts tell too little


def identify_language(text: str) -> str:
    """ISO 639-1 code of the language of a text; English where it is too short to tell."""
    sample = text[:_SAMPLE]
    if sum(character.isalpha() for character in sample) < _ENOUGH:
        return "en"
    import py3langid

    return str(py3langid.classify(sample)[0])
