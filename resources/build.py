"""Makes the data files of the package from what people edit under `resources/`.

`python resources/build.py` writes them; `--check` writes nothing and fails if one is not what it would be. A builder is
a function from the repository's root to {path below the root: bytes}, so that the same code serves both. It must depend
on nothing but its inputs: no clock, no network, no order of a directory listing.
"""

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Callable, Hashable
from pathlib import Path

import yaml

import build_facts
import build_lexicon
import build_schema

Builder = Callable[[Path], dict[Path, bytes]]

ROOT = Path(__file__).resolve().parents[1]
CODEBOOK = Path("src/dragoman/codebook")


class _StrictLoader(yaml.SafeLoader):
    """Plain YAML lets the second of two equal keys win in silence, which would lose an entry."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for at, key in enumerate(keys):
            if key in keys[:at]:
                raise yaml.constructor.ConstructorError(problem=f"the key {key!r} is there twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def codebook(root: Path) -> dict[Path, bytes]:
    """PLOVER as JSON, since YAML takes hundreds of times as long to load; the CAMEO table and the cues with their licences."""
    source = root / "resources" / "plover.yaml"
    with source.open(encoding="utf-8") as file:  # a file and not its text: YAML's complaints then name it
        data = yaml.load(file, Loader=_StrictLoader)
    compact = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    names = ("cameo.csv", "cameo.csv.license", "contexts.tsv", "contexts.tsv.license")
    copies = {CODEBOOK / name: (root / "resources" / name).read_bytes() for name in names}
    return {CODEBOOK / "plover.json": compact.encode(), **copies}


BUILDERS: list[Builder] = [codebook, *build_facts.BUILDERS, *build_lexicon.BUILDERS, *build_schema.BUILDERS]


def build(root: Path) -> dict[Path, bytes]:
    """All files of all builders; two builders that write the same file are a mistake."""
    files: dict[Path, bytes] = {}
    for builder in BUILDERS:
        for path, content in builder(root).items():
            if path in files:
                raise ValueError(f"{path}: written by two builders, the second is {builder.__name__}. Give it one owner.")
            files[path] = content
    return files


def stale(root: Path, files: dict[Path, bytes]) -> list[Path]:
    """Those files that are missing below the root or hold other bytes."""
    return sorted(path for path, content in files.items() if not _holds(root / path, content))


def _holds(path: Path, content: bytes) -> bool:
    if not path.is_file() or path.suffix != ".gz":
        return path.is_file() and path.read_bytes() == content
    try:  # packed bytes differ between versions of zlib: what counts is what they hold
        return gzip.decompress(path.read_bytes()) == gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return False


def main() -> int:
    """Write the files or, with `--check`, compare them."""
    parser = argparse.ArgumentParser(description="Make the package's data files from resources/.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is stale")
    check: bool = parser.parse_args().check
    files = build(ROOT)
    changed = stale(ROOT, files)
    if check:
        for path in changed:
            print(f"{path} does not match resources/. Run `make data` and commit both.", file=sys.stderr)
        return 1 if changed else 0
    for path in changed:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(files[path])
    print(f"{len(files)} data files, {len(changed)} written anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
