"""Average the weights of taggers that go on from one network with different seeds.

    python -m training.speakers.average OUT FOLDER FOLDER ...

Each folder holds `state.pt` and `tagger.json` of `train_tagger`. Which chain of a text a name is
missing from changes with the seed; the average wavers less.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from training.averaging import average
from training.speakers.train_tagger import Net, export, static_table


def main() -> None:
    """Average and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    args = parser.parse_args()
    told = [json.loads((folder / "tagger.json").read_text("utf-8")) for folder in args.folders]
    states = [torch.load(folder / "state.pt", weights_only=True) for folder in args.folders]
    net = Net(told[0]["heads"])
    net.load_state_dict(average(states, [1 / len(states)] * len(states)))
    note = {"averaged": [one["trained"] for one in told]}
    export(net.eval(), told[0]["heads"], *static_table(), args.out, note)
    torch.save(net.state_dict(), args.out / "state.pt")


if __name__ == "__main__":
    main()
