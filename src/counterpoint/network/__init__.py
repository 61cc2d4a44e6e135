"""Statements in, networks out: who says what, who agrees with whom, and how that changes.

In: a :class:`~counterpoint.types.StatementTable` and a :class:`~counterpoint.types.NetworkSpec`.
Out: :class:`~counterpoint.types.Network` values whose cells lead back to their statements.
Never: reads or writes files, keeps anything, draws pictures.
"""

from __future__ import annotations

from counterpoint.network.build import event_list, network, networks

__all__ = ["event_list", "network", "networks"]
