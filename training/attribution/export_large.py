"""Write the large network, on MPNet, as a bundle with the same graphs as the small one.

    python -m training.attribution.export_large --run mpnet-1 --out .cache/bundles/large

MPNet's vocabulary is BERT's with four pieces before it and its own numbers for the three special
ones; the bundle's word table is laid in BERT's order, so that nothing has to be renumbered when it
is read. With one scale for all inputs of a map, the second map of each pair loses its meaning
(docs/model-cards/attribution-en-large.md), so maps are rounded by blocks. `rank.py` adds the card.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from counterpoint.models.bundle import bundled
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import SCALES, TABLE, WordTable
from training.attribution.export import export_told, load_weights, options
from training.attribution.model import Attributor, load_encoder
from training.bundles import WORDS, write_table


def table_in_order(model: Attributor, tokens: WordPieces) -> np.ndarray:
    """Give the vectors of BERT's pieces, in BERT's order."""
    numbers = np.arange(len(tokens)) + model.shift
    opening, closing, filling = model.special
    numbers[[tokens.first, tokens.last, tokens.padding]] = opening, closing, filling
    return model.encoder.embeddings.word_embeddings.weight.detach().numpy()[numbers]


def main() -> None:
    """Export."""
    parser = options()
    parser.description = __doc__
    parser.add_argument("--folder", type=Path, default=Path(".cache/mpnet/all-mpnet-base-v2"))
    parser.add_argument("--layers", type=int, default=8)
    parser.set_defaults(rounding="blocks")
    args = parser.parse_args()
    model = load_encoder("mpnet", args.folder, args.layers)
    if args.run != "none":
        load_weights(model, args.run)
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    write_table(table_in_order(model, WordPieces.read(bundled(WORDS) / "vocab.txt")), args.out)
    table = WordTable(np.load(args.out / TABLE), np.load(args.out / SCALES))
    export_told(model, args, table)


if __name__ == "__main__":
    main()
