"""Writes a trained network as an ONNX file with 8-bit weights and fixed 8-bit scales.

Scales of activations are calibrated once on sentences of the bank and then fixed, so that an act's scores depend on nothing but
its own sentence: scales taken anew from each input would let neighbours leak in. Word vectors have 8 bits and a scale a row.
Weights are signed and use 7 of their 8 bits: so their products cannot overflow on processors without VNNI, and a text is coded
alike everywhere.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.events.marks import SPANS
from dragoman.events.model import WIDTH
from network import Network

if TYPE_CHECKING:
    from train import Sentence

INPUTS, OUTPUTS = ("ids", "marks", "missing", "memory"), ("type", "mode", "status", "background", "telling", "read")
OPSET = 18


class Packed(Network):
    """A network whose word vectors have 8 bits."""

    def __init__(self, trained: Network) -> None:
        nn.Module.__init__(self)
        self.__dict__.update(trained.__dict__)
        vectors = trained.words.weight.detach()
        scale = vectors.abs().amax(1, keepdim=True) / 127
        self.register_buffer("scales", scale)
        self.register_buffer("rows", torch.round(vectors / scale).to(torch.int8))

    def embedded(self, ids: Tensor) -> Tensor:
        """The word pieces' vectors, (B, L, WIDTH)."""
        return self.rows[ids].float() * self.scales[ids]  # type: ignore[index]


class Calibration:
    """Sentences for the quantiser to see which values occur."""

    def __init__(self, sentences: Sequence["Sentence"]) -> None:
        self.feeds: Iterator[dict[str, NDArray[Any]]] = (feed(s) for s in sentences)

    def get_next(self) -> dict[str, NDArray[Any]] | None:
        """The next sentence, or None."""
        return next(self.feeds, None)


def feed(sentence: "Sentence") -> dict[str, NDArray[Any]]:
    """A sentence as the exported model takes it, with its acts."""
    return {
        "ids": sentence.window.ids[None], "marks": sentence.marks.shares[None], "missing": sentence.marks.missing[None],
        "memory": np.zeros((1, 0, WIDTH), np.float32),
    }  # fmt: skip


def export(trained: Network, path: Path, sentences: Sequence["Sentence"]) -> None:
    """Write the model; `sentences` calibrate the scales."""
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

    trained.eval()
    packed = Packed(trained).eval()
    example = (
        torch.ones(1, 9, dtype=torch.long), torch.rand(1, 2 * SPANS, 13), torch.zeros(1, 2 * SPANS), torch.rand(1, 4, WIDTH)
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            packed, example, plain, input_names=[*INPUTS], output_names=[*OUTPUTS], opset_version=OPSET, dynamo=False,
            dynamic_axes={
                "ids": {1: "pieces"}, "marks": {1: "spans", 2: "all"}, "missing": {1: "spans"}, "memory": {1: "before"},
            },
        )  # fmt: skip
        model = onnx.load(plain)
        constant = {i.name for i in model.graph.initializer}
        multiplied = [n.name for n in model.graph.node if n.op_type == "MatMul" and n.input[1] in constant]
        quantize_static(
            plain, path, Calibration(sentences), quant_format=QuantFormat.QDQ, activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_quantize=multiplied,
            calibrate_method=CalibrationMethod.MinMax,
        )  # fmt: skip
