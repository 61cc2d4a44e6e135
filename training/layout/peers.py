"""What trafilatura alone reaches on the same pages, with the same measure.

python -m training.layout.peers --articles ../shared/data/articles
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import trafilatura

from counterpoint.evaluation.readers import score_bodies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    folder = parser.parse_args().articles
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, favour in (("as it is", False), ("favour precision", True)):
        pairs = []
        for page, entry in gold.items():
            html = gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes())
            found = trafilatura.extract(html, include_comments=False, favor_precision=favour)
            pairs.append((entry["articleBody"], found or ""))
        score = score_bodies(pairs)
        print(
            f"trafilatura {trafilatura.__version__}, {name}: F1 {score.f1:.4f}  "
            f"precision {score.precision:.4f}  recall {score.recall:.4f}  empty {score.empty}"
        )


if __name__ == "__main__":
    main()
