"""One encoder and small heads for targets, pairs, topics and sentence vectors."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 384


class Positions(nn.Module):
    """The encoder with all heads; the word table is frozen, the three marker pieces are not."""

    def __init__(self, encoder: nn.Module, width: int = WIDTH) -> None:
        super().__init__()
        self.encoder = encoder
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.markers = nn.Parameter(torch.zeros(4, width))
        self.drop = nn.Dropout(0.1)
        self.target = nn.Sequential(nn.Linear(2 * width, 256), nn.GELU(), nn.Linear(256, 3))
        self.direction = nn.Sequential(nn.Linear(4 * width + 1, 256), nn.GELU())
        self.signs = nn.Linear(256, 3)  # neutral part, positive, negative
        self.quads = nn.Linear(256, 4)
        self.crossing = nn.Sequential(nn.Linear(3 * width, 256), nn.GELU())
        self.side, self.stance, self.about = nn.Linear(256, 1), nn.Linear(256, 3), nn.Linear(256, 1)
        self.vector = nn.Linear(width, width)
        with torch.no_grad():
            self.vector.weight.copy_(torch.eye(width))
            self.vector.bias.zero_()

    def hidden(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Hidden states."""
        table = self.encoder.embeddings.word_embeddings.weight
        words = F.embedding(ids, table)
        shown = (ids.unsqueeze(-1) == torch.arange(1, 5)).to(words.dtype)
        words = words + shown @ self.markers
        return self.encoder(
            inputs_embeds=words, attention_mask=mask, token_type_ids=types
        ).last_hidden_state

    def marked(
        self, states: torch.Tensor, mask: torch.Tensor, at: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Logits of target (B, 3), pair (B, 5) and quads of the first toward the second (B, 4)."""
        mean = self.mean(states, mask)
        rows = torch.arange(len(states))
        a, b = states[rows, at[:, 0]], states[rows, at[:, 1]]
        target = self.target(self.drop(torch.cat([mean, a], 1)))
        order = torch.sign((at[:, 1] - at[:, 0]).to(states.dtype)).unsqueeze(1)
        ab = self.direction(self.drop(torch.cat([a, b, a * b, mean, order], 1)))
        ba = self.direction(self.drop(torch.cat([b, a, a * b, mean, -order], 1)))
        one, two = self.signs(ab), self.signs(ba)
        pair = torch.stack([one[:, 0] + two[:, 0], one[:, 1], two[:, 1], one[:, 2], two[:, 2]], 1)
        return target, pair, self.quads(ab)

    def crossed(
        self, states: torch.Tensor, mask: torch.Tensor, types: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Logits of side (B,), stance (B, 3) and about (B,)."""
        text, topic = self.mean(states, mask * (1 - types)), self.mean(states, mask * types)
        joint = self.crossing(self.drop(torch.cat([text, topic, states[:, 0]], 1)))
        return self.side(joint).squeeze(1), self.stance(joint), self.about(joint).squeeze(1)

    def vectors(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Sentence vectors of length one."""
        return F.normalize(self.vector(self.mean(states, mask)), dim=1)

    @staticmethod
    def mean(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Mean of the states that the mask shows."""
        weights = mask.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


class Teacher(Positions):
    """The same heads on MPNet, whose lowest layers stay as they are.

    MPNet knows no kinds of tokens, and its vocabulary is BERT's with four pieces before it. What
    tells marks and topics from text is added where training begins, so that nothing has to be
    carried back through the layers below.
    """

    def __init__(self, encoder: nn.Module, frozen: int = 4, most: int = 0) -> None:
        super().__init__(encoder, encoder.config.hidden_size)
        self.frozen, self.most = frozen, most
        self.known: dict[tuple[int, ...], torch.Tensor] = {}
        self.kinds = nn.Parameter(torch.zeros(2, encoder.config.hidden_size))
        inner = encoder.encoder
        for part in (encoder.embeddings, inner.relative_attention_bias, *inner.layer[:frozen]):
            part.requires_grad_(False)

    def hidden(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Hidden states."""
        inner = self.encoder.encoder
        x = self._lower(ids, mask)
        bias = inner.compute_position_bias(x).to(x.dtype)
        shown = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        marks = (ids.unsqueeze(-1) == torch.arange(1, 5)).to(x.dtype)
        x = x + marks @ self.markers + F.one_hot(types, 2).to(x.dtype) @ self.kinds
        for layer in inner.layer[self.frozen :]:
            x = layer(x, shown, position_bias=bias)[0]
        return x

    @torch.no_grad()
    def _lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the lowest layers make of the rows, kept for the next time they are read."""
        lengths = mask.sum(1).tolist()
        keys = [tuple(row[:end]) for row, end in zip(ids.tolist(), lengths, strict=True)]
        new = [i for i, key in enumerate(keys) if key not in self.known]
        if new:
            inner, mapped = self.encoder.encoder, ids[new] + 4
            for old, other in ((101, 0), (102, 2), (0, 1)):
                mapped = torch.where(ids[new] == old, other, mapped)
            x = self.encoder.embeddings(input_ids=mapped)
            bias = inner.compute_position_bias(x).to(x.dtype)
            shown = (1.0 - mask[new].to(x.dtype))[:, None, None, :] * -1e4
            for layer in inner.layer[: self.frozen]:
                x = layer(x, shown, position_bias=bias)[0]
            if len(new) == len(keys) and len(self.known) >= self.most:
                return x
            for i, row in zip(new, x, strict=True):
                self.known[keys[i]] = row[: lengths[i]].half()
        rows = [self.known[key].float() for key in keys]
        while len(self.known) > self.most:
            self.known.pop(next(iter(self.known)))
        return nn.utils.rnn.pad_sequence(rows, batch_first=True)


def load_teacher(folder: str, *, frozen: int = 4, drop: float = 0.0, most: int = 0) -> Teacher:
    """MPNet from the folder of the unpacked all-mpnet-base-v2.

    `drop` is the dropout inside the layers that are trained; of `most` rows the states of the
    lowest layers are kept (70 kB each).
    """
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
    for number, layer in enumerate((encoder.embeddings, *encoder.encoder.layer)):
        for part in layer.modules():
            if isinstance(part, nn.Dropout):
                part.p = drop if number > frozen else 0.0
    return Teacher(encoder, frozen, most)
