"""Fit the weights by which a speech tells its country; cross-validated by country.

python -m training.speakers.fit_delegations
"""

from __future__ import annotations

import json
import zlib

import numpy as np
from babel.core import get_global
from scipy.optimize import minimize

from counterpoint.analysis import delegations
from counterpoint.analysis.delegations import WEIGHTS, country_of_speech, figures
from counterpoint.models.gazetteer import built_in
from training.speakers.silver import SHARED, read


def main():
    gazetteer = built_in()
    names = {actor.id: actor.name for actor in gazetteer.actors}
    aliases = get_global("territory_aliases")
    keys = list(WEIGHTS)
    rows = []
    for row in read(SHARED / "corpora/ungd/docs.jsonl.gz"):
        want = names.get((aliases.get(row["iso3"]) or [""])[0], row["country"])
        half = zlib.crc32(row["iso3"].encode()) % 2  # a country is in one half only
        facts = figures(row["text"], gazetteer)
        if facts:
            rows.append(
                (
                    half,
                    want,
                    list(facts),
                    np.array([[f.get(k, 0.0) for k in keys] for f in facts.values()]),
                    row,
                )
            )

    def loss(w, data):
        total, grad = 0.02 * w @ w * len(data) / 100, 0.04 * w * len(data) / 100
        for _, want, found, x, _ in data:
            if want not in found:
                continue
            z = x @ w
            z -= z.max()
            p = np.exp(z) / np.exp(z).sum()
            i = found.index(want)
            total -= np.log(p[i] + 1e-12)
            grad += p @ x - x[i]
        return total, grad

    for half in (0, 1, None):
        data = [r for r in rows if r[0] != half] if half is not None else rows
        best = minimize(loss, np.zeros(len(keys)), args=(data,), jac=True, method="L-BFGS-B").x
        test = [r for r in rows if r[0] == half] if half is not None else rows
        delegations.WEIGHTS.update({k: float(v) for k, v in zip(keys, best, strict=True)})
        got = [(country_of_speech(r[4]["text"], gazetteer, post=r[4]["post"]), r[1]) for r in test]
        right = sum(g is not None and g.country == w for g, w in got)
        print(
            "tested on half" if half is not None else "fitted on all",
            half,
            right,
            len(test),
            round(right / len(test), 4),
        )
        if half is not None:
            print([(w, g.country if g else None) for g, w in got if not g or g.country != w])
    print(json.dumps({k: round(float(v), 2) for k, v in zip(keys, best, strict=True)}))


if __name__ == "__main__":
    main()
