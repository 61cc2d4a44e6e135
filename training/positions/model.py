"""One MiniLM encoder and small heads for targets, pairs, topics and sentence vectors."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 384


class Positions(nn.Module):
    """The encoder with all heads; the word table is frozen, the three marker pieces are not."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.markers = nn.Parameter(torch.zeros(4, WIDTH))
        self.drop = nn.Dropout(0.1)
        self.target = nn.Sequential(nn.Linear(2 * WIDTH, 256), nn.GELU(), nn.Linear(256, 3))
        self.direction = nn.Sequential(nn.Linear(4 * WIDTH + 1, 256), nn.GELU())
        self.signs = nn.Linear(256, 3)  # neutral part, positive, negative
        self.quads = nn.Linear(256, 4)
        self.crossing = nn.Sequential(nn.Linear(3 * WIDTH, 256), nn.GELU())
        self.side, self.stance, self.about = nn.Linear(256, 1), nn.Linear(256, 3), nn.Linear(256, 1)
        self.vector = nn.Linear(WIDTH, WIDTH)
        with torch.no_grad():
            self.vector.weight.copy_(torch.eye(WIDTH))
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
