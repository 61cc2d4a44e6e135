"""Statements in, networks out: who says what, who agrees with whom, and how that changes.

In: a :class:`~counterpoint.types.StatementTable` and a :class:`~counterpoint.types.NetworkSpec`.
Out: :class:`~counterpoint.types.Network` values whose cells lead back to their statements.
Never: reads or writes files, keeps anything, draws pictures.

The package can be called: ``counterpoint.network(statements, spec)`` is the function ``network``.
Importing a package puts it under its name into its parent, where the function would be looked for.
"""

from __future__ import annotations

import sys
from types import ModuleType

from counterpoint.network.build import event_list, network, networks
from counterpoint.types.network import Network, StatementTable
from counterpoint.types.selection import NetworkSpec

__all__ = ["event_list", "network", "networks"]


class _CallablePackage(ModuleType):
    def __call__(self, statements: StatementTable, spec: NetworkSpec) -> Network:
        """See ``network.build.network``."""
        return network(statements, spec)


sys.modules[__name__].__class__ = _CallablePackage
