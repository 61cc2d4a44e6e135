"""Turn SVG into PNG: by resvg where it is installed, else by a Chromium that is on the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from counterpoint.errors import MissingExtraError

__all__ = ["png_bytes"]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 60
_LARGEST = 16_000  # pixels on a side


def png_bytes(svg: str, width: float, height: float, *, scale: float = 2.0) -> bytes:
    """Render an SVG of ours.

    Args:
        svg: The picture.
        width: Its width in pixels.
        height: Its height in pixels.
        scale: Pixels of the PNG per pixel of the SVG.

    Raises:
        MissingExtraError: If neither resvg nor Chromium is there.
    """
    scale = min(scale, _LARGEST / max(width, height, 1))
    if find_spec("resvg_py") is not None:
        import resvg_py

        return bytes(
            resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, font_family="Liberation Sans")
        )
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise MissingExtraError(
            "PNG needs a renderer, and neither resvg-py nor Chromium is installed",
            hint='pip install "counterpoint[png]", or write .svg',
        )
    return _by_browser(browser, svg, (width, height, scale))


def _by_browser(browser: str, svg: str, size: tuple[float, float, float]) -> bytes:
    width, height, scale = size
    with tempfile.TemporaryDirectory(prefix="counterpoint-") as folder:
        source, target = Path(folder) / "picture.svg", Path(folder) / "picture.png"
        source.write_text(svg, encoding="utf-8")
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        command = [
            browser,
            "--headless",
            *(["--no-sandbox"] if root else []),
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--force-device-scale-factor={scale:.4f}",
            f"--window-size={int(width)},{int(height)}",
            f"--screenshot={target}",
            source.as_uri(),
        ]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise MissingExtraError(
                f"{browser} did not render the picture within {_SECONDS} seconds",
                hint='pip install "counterpoint[png]", or write .svg',
            ) from error
        if not target.exists():
            raise MissingExtraError(
                f"{browser} could not render the picture",
                hint='pip install "counterpoint[png]", or write .svg',
            )
        return target.read_bytes()
