"""What the act of a statement does to the sign of its content.

"He denied that the dam is safe" is not for the dam though its content is; "She opposes the dam" is
against it though its content only names it. The model reads contents; these rules read the act.
"""

from __future__ import annotations

import re

from counterpoint.types import Act

__all__ = ["named_sign", "sign_of_act"]

_FLIPS = frozenset({Act.DENIES})
_SILENT = frozenset({Act.ASKS})
_REJECTS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|disput\w*|refut\w*|rebut\w*|disbeliev\w*)\b",
    re.IGNORECASE,
)


def sign_of_act(act: Act, *, negated: bool, cue: str = "") -> int:
    """What to multiply the sign of the content with: 1, -1, or 0 where nothing is said.

    Args:
        act: Act of the statement.
        negated: Whether the statement is one that was not made ("did not say").
        cue: Its words, for verbs that reject what follows.

    Example:
        >>> sign_of_act(Act.DENIES, negated=False)
        -1
    """
    if act in _FLIPS or (act is Act.OPPOSES and _REJECTS.search(cue)):
        return 0 if negated else -1
    if negated or act in _SILENT:
        return 0
    return 1


def named_sign(act: Act, *, negated: bool) -> int:
    """Sign toward a thing that the content only names: "opposes the dam" is against it.

    Returns:
        1, -1, or 0 where the act tells nothing.
    """
    sign = {Act.SUPPORTS: 1, Act.OPPOSES: -1, Act.WANTS: 1, Act.DEMANDS: 1}.get(act, 0)
    return -sign if negated and act in (Act.SUPPORTS, Act.OPPOSES) else 0 if negated else sign
