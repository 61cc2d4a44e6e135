"""Run a network with onnxruntime, on one thread.

One thread a process: news archives are read by several processes side by side, and threads of a
small network wait for each other longer than they compute.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy.typing as npt

from counterpoint.errors import ModelError

__all__ = ["Session"]

_REINSTALL = "install counterpoint again"


class Session:
    """A network that is ready to run.

    Args:
        path: Its `.onnx` file, or one packed with gzip (`.onnx.gz`).

    Raises:
        ModelError: If it cannot be read, or onnxruntime cannot load it.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph = _graph(path)
        try:
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has a class of error for each status
            raise ModelError(
                f"onnxruntime cannot load {path}: {error}",
                hint=f"{_REINSTALL}, or update onnxruntime",
            ) from None
        self.outputs = tuple(output.name for output in self._session.get_outputs())

    def run(self, feeds: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        """Give the network's outputs, in the order of `outputs`."""
        results: list[npt.NDArray[Any]] = self._session.run(None, dict(feeds))
        return results


def _graph(path: Path) -> bytes | str:
    """Give a graph as onnxruntime takes it: a plain file's place, or a packed one's bytes."""
    if path.suffix != ".gz":
        return str(path)
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise ModelError(f"cannot unpack {path}: {error}", hint=_REINSTALL) from None
