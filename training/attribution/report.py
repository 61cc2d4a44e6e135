"""What a bundle finds and misses, as tables in Markdown.

    python -m training.attribution.report --bundle src/counterpoint/models/bundles/attribution-en

Runs the bundle as it ships over dev (or `--held-out`, the train articles that the network did not
see, on which the ranker was fitted) and prints the figures, the reliability of the scores,
precision at a score of 0.9, the share found by kind of attribution, and what became of those that
were not found. With `--people`, the share that people find of each other's, on the articles that
several of them annotated.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from counterpoint.analysis.acts import read_cue
from counterpoint.analysis.attribution import AttributionModel
from counterpoint.analysis.attribution.model import make
from counterpoint.analysis.attribution.words import cut_words
from counterpoint.analysis.segment import find_sentences
from counterpoint.evaluation.attribution import (
    KINDS,
    ROLES,
    GoldDocument,
    bare,
    matched,
    score_attributions,
)
from counterpoint.evaluation.ruler import Ruler
from counterpoint.types import Attribution, Manner, Span
from training.attribution import data
from training.attribution.rank import describe, gold_of, reliability

sentences_of = lru_cache(maxsize=4)(find_sentences)
PRONOUNS = frozenset("he she they it we i you who that which".split())


def traits(document: GoldDocument, roles, ruler: Ruler) -> dict[str, str]:
    """Say of which sorts a gold attribution is."""
    source, cue, content = (ruler.tokens(roles[name]) for name in ("source", "cue", "content"))
    words = [document.text[ruler.starts[t] : ruler.ends[t]].lower() for t in sorted(cue)]
    named = [document.text[ruler.starts[t] : ruler.ends[t]].lower() for t in sorted(source)]
    size = len(content & ruler.solid)
    length = next(name for most, name in LENGTHS if size <= most)
    if not source:
        sort = "none"
    else:
        sort = "pronoun" if len(named) == 1 and named[0] in PRONOUNS else "name or noun"
    if "according" in words:
        verb = "according to"
    elif {"said", "says", "say", "saying"} & set(words):
        verb = "say"
    else:
        verb = "another single word" if len(words) == 1 else "another phrase"
    order = "cue first" if cue and content and min(cue) < min(content) else "content first"
    return {
        "manner": ruler.kind(content),
        "act": act_of(document.text, roles),
        "source": sort,
        "cue": verb,
        "content length": length,
        "order": order,
    }


def act_of(text: str, roles) -> str:
    """Read the act from gold spans."""
    source, cue, content = (tuple(Span(*span) for span in roles[name]) for name in ROLES)
    if not cue:
        return "none"
    sentences = sentences_of(text)
    around = next((sentence for sentence in sentences if sentence.overlaps(cue[0])), cue[0])
    whole = Attribution(source, cue, content, Manner.INDIRECT, 1.0)
    return read_cue(text, whole, around).act.value


LENGTHS = ((3, "1 to 3 words"), (10, "4 to 10"), (25, "11 to 25"), (10**9, "over 25"))


def fate(document: GoldDocument, roles, ruler: Ruler, given, turned_down) -> str:
    """Say what became of a gold attribution that was not found."""
    cue, content = ruler.tokens(roles["cue"]), ruler.tokens(roles["content"])

    def touching(some):
        return [one for one in some if ruler.tokens(one["cue"]) & cue]

    for one in given:
        other = ruler.tokens(one["content"])
        if 2 * len(other & content) >= len(other | content) and other:
            return "content right, source wrong"
    if touching(given):
        return "cue found, content too different"
    if touching(turned_down):
        return "a candidate, turned down by its score"
    return "no candidate"


def people(folder: Path) -> None:
    """Print what annotators of one article find of each other's attributions, by sort."""
    sorts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    articles = 0
    for part in ("train", "dev"):
        for row in data.read_rows(folder / f"{part}.jsonl.gz"):
            if not row.get("other_annotations"):
                continue
            articles += 1
            text, ruler = row["text"], Ruler(row["text"])
            versions = [row["attributions"], *row["other_annotations"].values()]
            for one in versions:
                for roles in one:
                    if not roles["content"]:
                        continue
                    alone = GoldDocument(row["id"], text, (roles,))
                    values = traits(alone, roles, ruler)
                    for other in versions:
                        if other is not one:
                            found = any(matched(alone, other))
                            for name, value in values.items():
                                sorts[name, value].append(found)
    print(f"{articles} articles; each ordered pair of annotators counts\n")
    print_sorts(sorts)


def print_sorts(sorts: dict[tuple[str, str], list[bool]]) -> None:
    """Print the share found by sort."""
    print("| sort | value | gold | found, % |\n| --- | --- | --- | --- |")
    for (name, value), found in sorted(sorts.items()):
        print(f"| {name} | {value} | {len(found)} | {100 * sum(found) / len(found):.0f} |")


def main() -> None:
    """Report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--people", action="store_true")
    args = parser.parse_args()
    if args.people:
        people(args.data)
        return
    model = AttributionModel.load(args.bundle)
    if args.held_out:
        rows = data.split_train(list(data.read_rows(args.data / "train.jsonl.gz")))[1]
    else:
        rows = list(data.read_rows(args.data / "dev.jsonl.gz"))
    documents = [gold_of(row) for row in rows]
    sorts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    fates: dict[str, Counter[str]] = defaultdict(Counter)
    predicted, scores, labels, kinds = {}, [], [], []
    for document in documents:
        words = cut_words(document.text)
        ranked = [(make(words, f, s), s) for f, s in model.rank([words])[0]]
        everything = [bare(one) for one, _ in ranked]
        right = matched(document, everything)
        scores += [s for _, s in ranked]
        labels += right
        kinds += [one.manner.value for one, _ in ranked]
        given = [bare(one) for one, s in ranked if s >= model.min_score]
        down = [bare(one) for one, s in ranked if s < model.min_score]
        predicted[document.id] = given
        ruler = Ruler(document.text)
        for roles in document.attributions:
            alone = GoldDocument(document.id, document.text, (roles,))
            found = any(matched(alone, given))
            for name, value in traits(document, roles, ruler).items():
                sorts[name, value].append(found)
            if not found:
                kind = ruler.kind(ruler.tokens(roles["content"]))
                fates[fate(document, roles, ruler, given, down)][kind] += 1
    result = score_attributions(documents, predicted, bootstrap=1000)
    print(describe(result))
    low, high = result.interval
    print(f"95 % interval of the relation F1: {100 * low:.1f} to {100 * high:.1f}")
    print(f"calibration error {reliability(scores, labels):.4f}\n")
    precision_at(0.9, scores, labels, kinds)
    print()
    print_sorts(sorts)
    lost = sum(count.total() for count in fates.values())
    print(f"\n| what became of the {lost} that were not found | share, % | indirect |")
    print("| --- | --- | --- |")
    for name, count in sorted(fates.items(), key=lambda item: -item[1].total()):
        share = 100 * count.total() / lost
        print(f"| {name} | {share:.0f} | {100 * count['indirect'] / count.total():.0f} % |")


def precision_at(least: float, scores: list[float], labels: list[bool], kinds: list[str]) -> None:
    """Print how many of the surest are right, by kind."""
    print(f"| manner | with a score of at least {least} | of them right, % |\n| --- | --- | --- |")
    wanted: list[tuple[str, Callable[[str], bool]]] = [("all", lambda kind: True)]
    wanted += [(name, lambda kind, name=name: kind == name) for name in KINDS]
    for name, fits in wanted:
        some = [
            right
            for score, right, kind in zip(scores, labels, kinds, strict=True)
            if score >= least and fits(kind)
        ]
        print(f"| {name} | {len(some)} | {100 * sum(some) / max(1, len(some)):.1f} |")


if __name__ == "__main__":
    main()
