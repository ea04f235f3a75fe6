"""Writes a trained network as two ONNX files, that which reads and that which judges, with 8-bit weights and fixed 8-bit scales.

Scales of activations are calibrated once on sentences of the bank and then fixed, so that an act's scores depend on nothing but
its own sentence: scales taken anew from each input would let neighbours leak in. Word vectors have 8 bits and a scale a row.
Weights are signed and use 7 of their 8 bits: so their products cannot overflow on processors without VNNI, and a text is coded
alike everywhere.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.events.marks import SPANS
from dragoman.events.model import WIDTH
from network import Network

if TYPE_CHECKING:
    from train import Sentence

OPSET = 18
PRODUCTS = ["MatMul", "Gemm"]


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


class Reader(nn.Module):
    """The part that reads a sentence."""

    def __init__(self, network: Packed) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """`ids` (1, L). Without the batch in between the layers' biases are added within their products."""
        told, read = self.network.read(ids[0])
        return told[None], read[None]


class Judging(nn.Module):
    """The part that judges acts in what was read."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, read: Tensor, marks: Tensor, missing: Tensor) -> tuple[Tensor, ...]:
        """`read` (1, L, WIDTH), `marks` (1, 3G, L), `missing` (1, 3G)."""
        return self.network.judge(read, marks, missing)


class Calibration:
    """Inputs for the quantiser to see which values occur."""

    def __init__(self, feeds: Iterator[dict[str, NDArray[Any]]]) -> None:
        self.feeds = feeds

    def get_next(self) -> dict[str, NDArray[Any]] | None:
        """The next input, or None."""
        return next(self.feeds, None)


def export(trained: Network, reader: Path, judging: Path, sentences: Sequence["Sentence"]) -> None:
    """Write both parts; `sentences` calibrate the scales."""
    packed = Packed(trained.eval()).eval()
    ids = torch.ones(1, 9, dtype=torch.long)
    _written(
        Reader(packed), (ids,), reader, ("ids",), ("telling", "read"), {"ids": {1: "pieces"}},
        ({"ids": s.window.ids[None]} for s in sentences),
    )  # fmt: skip
    marked = torch.rand(1, 9, WIDTH), torch.rand(1, 2 * SPANS, 9), torch.zeros(1, 2 * SPANS)
    _written(
        Judging(trained), marked, judging, ("read", "marks", "missing"), ("type", "mode", "status", "background"),
        {"read": {1: "pieces"}, "marks": {1: "spans", 2: "pieces"}, "missing": {1: "spans"}},
        (_judged(packed, s) for s in sentences if s.labels),
    )  # fmt: skip


def _judged(packed: Packed, sentence: "Sentence") -> dict[str, NDArray[Any]]:
    with torch.no_grad():
        _, read = packed.read(torch.from_numpy(sentence.window.ids[None]))
    return {"read": read.numpy(), "marks": sentence.marks.shares[None], "missing": sentence.marks.missing[None]}


def _written(
    part: nn.Module, example: tuple[Tensor, ...], path: Path, inputs: Sequence[str], outputs: Sequence[str],
    axes: dict[str, dict[int, str]], feeds: Iterator[dict[str, NDArray[Any]]],
) -> None:  # fmt: skip
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            part.eval(), example, plain, input_names=[*inputs], output_names=[*outputs], opset_version=OPSET, dynamo=False,
            dynamic_axes=axes,
        )  # fmt: skip
        model = onnx.load(plain)
        constant = {i.name for i in model.graph.initializer}
        multiplied = [n.name for n in model.graph.node if n.op_type in PRODUCTS and n.input[1] in constant]
        quantize_static(
            plain, path, Calibration(feeds), quant_format=QuantFormat.QDQ, activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_quantize=multiplied,
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"OpTypesToExcludeOutputQuantization": PRODUCTS},  # 13 % faster, and nearer to what was trained
        )  # fmt: skip
        onnx.save(unrounded(onnx.load(path)), path)


def unrounded(model: onnx.ModelProto) -> onnx.ModelProto:
    """Let only products read the 8-bit values: what is added past a layer keeps all of its digits."""
    made = {name: node for node in model.graph.node for name in node.output}
    for node in model.graph.node:
        if node.op_type not in PRODUCTS:
            for k, name in enumerate(node.input):
                widened = made.get(name)
                rounded = made.get(widened.input[0]) if widened is not None and widened.op_type == "DequantizeLinear" else None
                if rounded is not None and rounded.op_type == "QuantizeLinear":
                    node.input[k] = rounded.input[0]
    return model
