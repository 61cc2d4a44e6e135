"""Where batches run: in this process or in a pool of processes, with the same results in order."""

from __future__ import annotations

from counterpoint.workflow.engines.pool import in_order

__all__ = ["in_order"]
