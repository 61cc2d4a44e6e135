"""Write the bundle: markers for the word table, int8 ONNX, calibration from dev, a card.

    python training/positions/export.py --run .cache/positions --out src/counterpoint/models/bundles/positions-en

Everything on the card is measured here, on the dev parts and with the int8 network that ships.
"""

# ruff: noqa: E501 - word lists and tables read better unbroken
from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
import data
import train
from model import Positions
from training.bundles import WORDS, digest, pack, used
from training.encoder import LONGEST, Block, even_out
from training.rounding import WAYS, round_graph

from counterpoint.analysis.positions.inputs import MARKERS
from counterpoint.models.bundle import bundled
from counterpoint.models.session import Session
from counterpoint.models.words import SCALES, TABLE, WordTable

HEADS = ("target", "pair", "quad", "side", "stance", "about", "vector")


class Whole(nn.Module):
    """The network as one graph, all heads."""

    def __init__(self, model: Positions) -> None:
        super().__init__()
        first = model.encoder.embeddings
        self.places = nn.Parameter(first.position_embeddings.weight[:LONGEST].detach().clone())
        self.kinds, self.norm = first.token_type_embeddings.weight, first.LayerNorm
        heads = model.encoder.config.num_attention_heads
        self.blocks = nn.ModuleList(Block(layer, heads) for layer in model.encoder.encoder.layer)
        self.target, self.direction, self.signs = model.target, model.direction, model.signs
        self.quads, self.crossing, self.side = model.quads, model.crossing, model.side
        self.stance, self.about, self.vector = model.stance, model.about, model.vector

    def hidden(self, words, mask, types):
        """Hidden states."""
        x = words + self.places[: words.shape[1]][None]
        x = self.norm(x + torch.nn.functional.embedding(types, self.kinds))
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for block in self.blocks:
            x = block(x, bias)
        return x

    def forward(self, words, mask, types, rows, at):
        """All outputs; those of targets, pairs and quads for places of rows, the rest for rows."""
        states, mean_of = self.hidden(words, mask, types), Positions.mean
        weights = mask.to(states.dtype)
        flat, size = states.reshape(-1, states.shape[2]), states.shape[1]
        a = flat.index_select(0, rows * size + at[:, 0])
        b = flat.index_select(0, rows * size + at[:, 1])
        whole = mean_of(states, weights)
        mean = whole.index_select(0, rows)
        target = self.target(torch.cat([mean, a], 1))
        order = torch.sign((at[:, 1] - at[:, 0]).to(states.dtype)).unsqueeze(1)
        ab = self.direction(torch.cat([a, b, a * b, mean, order], 1))
        ba = self.direction(torch.cat([b, a, a * b, mean, -order], 1))
        one, two = self.signs(ab), self.signs(ba)
        pair = torch.stack([one[:, 0] + two[:, 0], one[:, 1], two[:, 1], one[:, 2], two[:, 2]], 1)
        kinds = types.to(states.dtype)
        text, topic = mean_of(states, weights * (1 - kinds)), mean_of(states, weights * kinds)
        joint = self.crossing(torch.cat([text, topic, states[:, 0]], 1))
        return (
            target,
            pair,
            self.quads(ab),
            self.side(joint).squeeze(1),
            self.stance(joint),
            self.about(joint).squeeze(1),
            torch.nn.functional.normalize(self.vector(whole), dim=1),
        )


def to_onnx(whole: Whole, path: Path) -> None:
    """Export as fp32."""
    example = (
        torch.randn(2, 9, whole.places.shape[1]),
        torch.ones(2, 9, dtype=torch.long),
        torch.zeros(2, 9, dtype=torch.long),
        torch.tensor([0, 1, 1]),
        torch.tensor([[1, 3], [2, 4], [4, 2]]),
    )
    names = ["words", "mask", "types", "rows", "at"]
    axes = (
        {name: {0: "texts", 1: "pieces"} for name in names[:3]}
        | {name: {0: "asked"} for name in names[3:]}
        | {head: {0: "asked" if number < 3 else "texts"} for number, head in enumerate(HEADS)}
    )
    torch.onnx.export(
        whole,
        example,
        str(path),
        input_names=names,
        output_names=list(HEADS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def run(path: Path, rows: list, table: WordTable) -> dict[str, np.ndarray]:
    """Outputs of a network for rows, in their order."""
    session = Session(path)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].pieces))
    parts: list[list[np.ndarray]] = []
    for start in range(0, len(order), 48):
        batch = [rows[i] for i in order[start : start + 48]]
        ids, mask, types = train.tensors(batch)
        feeds = {
            "words": table.vectors(ids.numpy()),
            "mask": mask.numpy(),
            "types": types.numpy(),
            "rows": np.arange(len(batch)),
            "at": np.array([r.at for r in batch], dtype=np.int64),
        }
        parts.append(session.run(feeds))
    back = np.argsort(order)
    return {head: np.concatenate([p[i] for p in parts])[back] for i, head in enumerate(HEADS)}


# --- calibration --------------------------------------------------------------------------------------


def log_loss(logits: np.ndarray, gold: np.ndarray) -> float:
    """Mean negative log likelihood."""
    shifted = logits - logits.max(1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(1)) - shifted[np.arange(len(gold)), gold]))


def temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    """The temperature with the least log loss."""
    grid = np.exp(np.linspace(np.log(0.4), np.log(4), 60))
    return round(float(min(grid, key=lambda t: log_loss(logits / t, gold))), 3)


def shifts(logits: np.ndarray, gold: np.ndarray, widest: float = 1.0) -> list[float]:
    """Shifts of the classes for the best macro F1, small, symmetric where the classes are."""
    best, chosen = train.macro(gold, logits.argmax(1)), [0.0] * logits.shape[1]
    groups = [[0]] if logits.shape[1] == 3 else [[0], [1, 2], [3, 4], [1], [2], [4]]
    if logits.shape[1] == 3:
        groups = [[0], [2]]
    for _ in range(2):
        for group in groups:
            for step in np.linspace(-widest, widest, 21):
                trial = list(chosen)
                for index in group:
                    trial[index] = chosen[index] + step
                value = train.macro(gold, (logits + np.array(trial)).argmax(1))
                if value > best + 0.15:
                    best, chosen = value, trial
    return [round(float(np.clip(c, -1.2, 1.2)), 2) for c in chosen]


def error_of_calibration(probabilities: np.ndarray, gold: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error of the chosen label."""
    sure, right = probabilities.max(1), probabilities.argmax(1) == gold
    where = np.minimum((sure * bins).astype(int), bins - 1)
    return round(
        float(
            sum(
                abs(right[where == b].mean() - sure[where == b].mean()) * np.mean(where == b)
                for b in range(bins)
                if (where == b).any()
            )
        ),
        4,
    )


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def main() -> None:
    """Export, check, calibrate, describe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--quick", action="store_true", help="a trial: few rows, no figures to publish"
    )
    parser.add_argument("--rounding", choices=WAYS, default="rows", help="see training/rounding.py")
    parser.add_argument("--bits", type=int, choices=(4, 5, 6, 7, 8), default=7)
    parser.add_argument("--name", default="positions-en-2")
    options = parser.parse_args()
    train.HALF = False
    base, pieces = train.encoder()
    model = Positions(base)
    model.load_state_dict(torch.load(options.run / "checkpoint.pt", weights_only=True)["model"])
    model.eval()
    rows = data.Rows(pieces)
    sets = train.dev_sets(pieces, rows)
    del sets["vast"]  # measured by `counterpoint evaluate stance`, sentence by sentence
    if options.quick:
        sets = {name: (part[0][:60], part[1][:60]) for name, part in sets.items()}
    options.out.mkdir(parents=True, exist_ok=True)
    full, small = options.run / "fp32.onnx", options.run / "model.onnx"
    table = write_markers(model, options.out)
    some = sets["dse"][0][:100]
    reference = np.array(train.outputs(model, some))[:, 3:8]
    whole = Whole(model).eval()
    if options.rounding == "rows":
        even(whole, random.Random(1).sample(rows.epoch(random.Random(1)), 512), table)
    to_onnx(whole, full)
    far = float(np.abs(run(full, some, table)["pair"] - reference).max())

    def way(node: str) -> str:  # the heads are small: by blocks, nearly exact, costs no time
        return options.rounding if node.startswith("/blocks.") else "blocks"

    round_graph(full, small, way=way, bits=options.bits)
    packed = pack(small).replace(options.out / "model.onnx.gz")
    print("fp32 against torch: largest difference", round(far, 4))
    fits, figures = {}, {}
    found = {name: run(small, part[0], table) for name, part in sets.items()}
    both = np.concatenate([found["dev_rw"]["target"], found["dev_mt"]["target"]])
    gold = np.concatenate([sets["dev_rw"][1], sets["dev_mt"][1]]) + 1
    warm = temperature(both, gold)
    fits["target"] = {"temperature": warm, "shift": shifts(both / warm, gold, 0.5)}
    gold = sets["dse"][1]
    warm = temperature(found["dse"]["pair"], gold)
    fits["pair"] = {"temperature": warm, "shift": shifts(found["dse"]["pair"] / warm, gold)}
    for head, name in (("target", "dev_rw"), ("target", "dev_mt"), ("pair", "dse")):
        wanted = sets[name][1] + (1 if head == "target" else 0)
        raw = found[name][head] / fits[head]["temperature"]
        logits = raw + np.array(fits[head]["shift"])
        figures[name] = {
            "macro_f1": train.macro(wanted, logits.argmax(1)),
            "plain_macro_f1": train.macro(wanted, raw.argmax(1)),
            "accuracy": round(100 * float(np.mean(logits.argmax(1) == wanted)), 1),
            "ece": error_of_calibration(softmax(logits), wanted),
        }
    side = np.concatenate([found[n]["side"] for n in ("perspectrum", "claimstance")])
    wanted = np.concatenate([sets[n][1] for n in ("perspectrum", "claimstance")]) == "pro"
    two = np.stack([np.zeros_like(side), side], 1)
    fits["side"] = {"temperature": temperature(two, wanted.astype(int))}
    for name in ("perspectrum", "claimstance"):
        side, wanted = (
            found[name]["side"] / fits["side"]["temperature"],
            (sets[name][1] == "pro").astype(int),
        )
        two = np.stack([np.zeros_like(side), side], 1)
        figures[name] = {
            "macro_f1": train.macro(wanted, two.argmax(1)),
            "ece": error_of_calibration(softmax(two), wanted),
        }
    figures["plv_quads"] = {"macro_f1": train.macro(sets["plv"][1], found["plv"]["quad"].argmax(1))}
    write_card(options.out, options.name, fits, figures)
    if not options.quick:  # what it confuses, for error bars without judgements
        script = Path(__file__).parents[2] / "benchmarks" / "positions" / "confusion.py"
        wanted = [str(data.SHARED / "data"), "--model", str(options.out), "--write"]
        subprocess.run([sys.executable, str(script), *wanted], check=True)
    print(json.dumps({"fits": fits, "figures": figures}, indent=1))
    print("bytes", packed.stat().st_size)


def even(whole: Whole, rows: list, table: WordTable) -> None:
    """Even the inputs of the encoder's maps out, by some rows of training."""
    rows = sorted(rows, key=lambda row: len(row.pieces))

    def read() -> None:
        for start in range(0, len(rows), 32):
            ids, mask, types = train.tensors(rows[start : start + 32])
            whole.hidden(torch.from_numpy(table.vectors(ids.numpy())), mask, types)

    with torch.no_grad():
        even_out(whole.blocks, read)


def write_markers(model: Positions, out: Path) -> WordTable:
    """Write the vectors of the marker pieces; give the shared table with them laid over it."""
    published = model.encoder.embeddings.word_embeddings.weight
    with torch.no_grad():
        markers = (published[MARKERS : MARKERS + len(model.markers)] + model.markers).numpy()
    np.save(out / "markers.npy", markers)
    words = bundled(WORDS)
    return WordTable(np.load(words / TABLE), np.load(words / SCALES)).laid_over(markers, MARKERS)


CARD = """name = "{name}"
task = "positions"
language = "en"
encoder = "all-MiniLM-L6-v2 (Apache-2.0), 6 layers, fine-tuned, int8"
training_data = [
  "NewsMTSC (Hamborg and Donnay 2021), MIT",
  "DSE (Park, Pan and Joo 2021), free use with citation",
  "Perspectrum (Chen et al. 2019), CC BY-SA 4.0",
  "Claim stance (Bar-Haim et al. 2017), CC BY-SA 3.0",
  "sentences written for Counterpoint, Apache-2.0",
]
licence = "CC BY-SA 4.0, as Perspectrum and Claim stance ask; the code is Apache-2.0"
"""


def write_card(folder: Path, name: str, fits: dict, figures: dict) -> None:
    """The card: what the bundle is, its files, its calibration and its dev figures."""
    lines = [CARD.format(name=name), "[files]"]
    lines += [f'"{file}" = "{digest(folder / file)}"' for file in ("model.onnx.gz", "markers.npy")]
    lines.append(f"\n[uses.{WORDS}]")
    lines += [f'"{file}" = "{value}"' for file, value in used("vocab.txt", TABLE, SCALES).items()]
    for title, table in (("calibration", fits), ("dev", figures)):
        for head, values in table.items():
            lines.append(f"\n[{title}.{head}]")
            lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    (folder / "card.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
