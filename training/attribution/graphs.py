"""The two graphs of a bundle, written out in plain products for onnxruntime to join and to round.

MiniLM and MPNet are laid into one mould, so that either becomes a graph with the same inputs: the
vectors of the pieces (`words`), what each is beside its letters (`looks`), which are there (`mask`)
and at which pieces words begin (`places`).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpoint.analysis.attribution.features import BREAKS, QUOTES, SHAPES
from training.attribution.model import WIDTH, Attributor, Roles
from training.encoder import LONGEST, Block


class Encoder(nn.Module):
    """The encoder with tagger and projections, from vectors of pieces to words."""

    def __init__(self, model: Attributor) -> None:
        super().__init__()
        bert = model.encoder
        first, kinds = bert.embeddings, getattr(bert.embeddings, "token_type_embeddings", None)
        start = 0 if kinds is not None else 2  # MPNet counts places from behind its filling piece
        places = first.position_embeddings.weight[start : start + LONGEST].detach().clone()
        if kinds is not None:
            places += kinds.weight[0].detach()
        self.places = nn.Parameter(places)
        self.norm = first.LayerNorm
        heads = bert.config.num_attention_heads
        self.blocks = nn.ModuleList(Block(layer, heads) for layer in bert.encoder.layer)
        near = _near(bert)
        self.near = nn.Parameter(near) if near is not None else None
        looks = [
            model.shape[a] + model.breaks[b] + model.quoted[c]
            for a in range(SHAPES)
            for b in range(BREAKS)
            for c in range(QUOTES)
        ]
        self.looks = nn.Parameter(torch.stack(looks).detach())
        self.tag = nn.Linear(model.tag.in_features, 3)
        self.tag.weight.data = model.tag.weight.data[:3].clone()
        self.tag.bias.data = model.tag.bias.data[:3].clone()
        self.project = model.project

    def forward(
        self, words: Tensor, looks: Tensor, mask: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        size = words.shape[1]
        x = words + functional.embedding(looks, self.looks)
        x = self.norm(x + self.places[:size][None])
        bias = ((1.0 - mask) * -1e4)[:, None, None, :]
        if self.near is not None:
            steps = torch.arange(size)
            apart = steps[None, :] - steps[:, None] + LONGEST - 1
            bias = bias + functional.embedding(apart, self.near).permute(2, 0, 1)[None]
        for block in self.blocks:
            x = block(x, bias)
        h = x.reshape(-1, x.shape[-1]).index_select(0, places)
        return self.tag(h).softmax(-1), self.project(h)


def _near(bert: nn.Module) -> Tensor | None:
    """How much nearer words count, for each distance and head; MPNet alone has it."""
    table = getattr(bert.encoder, "relative_attention_bias", None)
    if table is None:
        return None
    steps = torch.arange(1 - LONGEST, LONGEST)
    return table(bert.encoder.relative_position_bucket(steps)).detach().clone()


class RoleHead(nn.Module):
    """The role head with its distance embeddings summed beforehand."""

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self.roles = roles
        words, sentences, paragraphs, quotes = (table.detach() for table in roles.steps)
        self.near = nn.Parameter((words[:, None] + quotes[None]).reshape(-1, WIDTH))
        self.far = nn.Parameter((sentences[:, None] + paragraphs[None]).reshape(-1, WIDTH))

    def forward(
        self, projected: Tensor, own: Tensor, index: Tensor, near: Tensor, far: Tensor
    ) -> tuple[Tensor, Tensor]:
        count, words = index.shape
        around = projected.index_select(0, index.reshape(-1)).view(count, words, 4, WIDTH)
        a, c = around[:, :, 0], around[:, :, 2]
        mine = own.view(count, 4, WIDTH)
        steps = functional.embedding(near, self.near) + functional.embedding(far, self.far)
        cue = (near % 4 == 3).to(torch.float32)
        role, whole = self.roles(a, c, mine[:, 1], mine[:, 3], steps, cue, torch.ones_like(cue))
        return role.softmax(-1), whole
