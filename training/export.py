"""Writes a trained network as an ONNX file with 8-bit weights and fixed 8-bit scales.

Scales of activations are calibrated once on sentences of the bank and then fixed, so that an act's scores depend on nothing but
its own sentence: scales taken anew from each input would let neighbours leak in. Word vectors have 8 bits and a scale a row.
Weights are unsigned: signed ones are 1.6 times as fast where the processor has VNNI, but overflow on older ones, and a text has
to be coded alike everywhere.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.events.marks import SPANS, Marked
from network import Network

INPUTS, OUTPUTS = ("ids", "marks", "missing"), ("type", "mode", "status", "background")
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

    def __init__(self, sentences: Sequence[Marked]) -> None:
        self.feeds: Iterator[dict[str, NDArray[Any]]] = (feed(s) for s in sentences)

    def get_next(self) -> dict[str, NDArray[Any]] | None:
        """The next sentence, or None."""
        return next(self.feeds, None)


def feed(sentence: Marked) -> dict[str, NDArray[Any]]:
    """A sentence as the exported model takes it."""
    return {"ids": sentence.ids, "marks": sentence.marks, "missing": sentence.missing}


def export(trained: Network, path: Path, sentences: Sequence[Marked]) -> None:
    """Write the model; `sentences` calibrate the scales."""
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

    trained.eval()
    packed = Packed(trained).eval()
    example = (torch.ones(1, 9, dtype=torch.long), torch.rand(1, 2 * SPANS, 9), torch.zeros(1, 2 * SPANS))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            packed, example, plain, input_names=[*INPUTS], output_names=[*OUTPUTS], opset_version=OPSET, dynamo=False,
            dynamic_axes={"ids": {1: "pieces"}, "marks": {1: "spans", 2: "pieces"}, "missing": {1: "spans"}},
        )  # fmt: skip
        model = onnx.load(plain)
        constant = {i.name for i in model.graph.initializer}
        multiplied = [n.name for n in model.graph.node if n.op_type == "MatMul" and n.input[1] in constant]
        quantize_static(
            plain, path, Calibration(sentences), quant_format=QuantFormat.QDQ, activation_type=QuantType.QUInt8,
            weight_type=QuantType.QUInt8, per_channel=True, nodes_to_quantize=multiplied,
            calibrate_method=CalibrationMethod.MinMax,
        )  # fmt: skip
