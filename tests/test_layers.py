"""Imports go one way: a part of the package may use itself and what stands before it here."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "dragoman"
ORDER = (
    "errors", "records", "codebook", "facts", "read", "annotate", "events", "link", "signing", "coder", "store",
    "export", "batch", "charts", "web", "cli",
)  # fmt: skip
MODULES = sorted(path for path in SRC.rglob("*.py") if path.parent != SRC or not path.stem.startswith("__"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SRC).as_posix())
def test_layers(path: Path) -> None:
    part = path.relative_to(SRC).parts[0].removesuffix(".py")
    allowed = {*ORDER[: ORDER.index(part) + 1]}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write imports out in full"
            names = [f"dragoman.{name}" for name in names] if node.module == "dragoman" else [node.module or ""]
        for name in names:
            if name.split(".")[0] == "dragoman":
                assert name.split(".")[1] in allowed, f"line {node.lineno}: {part} must not import {name}"
