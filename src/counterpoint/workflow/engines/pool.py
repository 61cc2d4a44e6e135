"""Pure work over batches in processes of their own, results in order, few batches in flight.

Processes are spawned, never forked, so that it is the same on every system. A process that has lost
its parent ends itself; Ctrl-C is the parent's business.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, TypeVar

from counterpoint.errors import CounterpointError

__all__ = ["in_order"]

_Batch = TypeVar("_Batch")
_Out = TypeVar("_Out")
_IN_FLIGHT = 3  # batches per process: one at work, the next ones waiting


def in_order(
    work: Callable[[_Batch], _Out], batches: Iterable[_Batch], *, jobs: int = 1
) -> Generator[_Out]:
    """Yield the result of each batch, in the order of the batches.

    Args:
        work: A function that can be sent to another process; it must not depend on what it did
            before.
        batches: Read only as far as there is work for them.
        jobs: Number of processes; 1 is this one alone.

    Raises:
        CounterpointError: If a process was ended from outside.
    """
    if jobs <= 1:
        yield from map(work, batches)
        return
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(work,)
    )
    waiting: deque[Future[_Out]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_do, batch))
            if len(waiting) >= jobs * _IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise CounterpointError(
            "a worker process was ended from outside, perhaps for want of memory",
            hint="use fewer --jobs; what was finished is kept, run again to go on",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_work: Callable[[Any], Any] | None = None


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """End this process when its parent has ended, however that came about."""
    wait([sentinel])
    os._exit(1)


def _do(batch: Any) -> Any:
    if _work is None:
        raise RuntimeError("the process was not set up")
    return _work(batch)
