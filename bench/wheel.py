"""Builds the wheel, installs it alone in an empty environment, codes an article with it, and weighs it.

usage: python bench/wheel.py

The versions are those of requirements.lock, without extras: what `pip install dragoman` brings. Ends with an error when
the environment is over LIMIT megabytes, when no event is found, or when the wheel lacks a file or holds one too many.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 500  # MB on disk: the promise of the README; 347 before the event model came with onnxruntime and tokenizers
EXAMPLE = ROOT / "examples" / "2024-03-05-state-visit.txt"
NEEDED = (
    "dragoman/py.typed",
    "dragoman/weights/judge.onnx",
    "dragoman/weights/reader.onnx",
    "licenses/LICENSE",
    "licenses/NOTICE",
    "licenses/LICENSES/CC-BY-SA-4.0.txt",
)
PAGE = "<html><body><p>They met.</p></body></html>"


def build(folder: Path) -> Path:
    """The wheel, built from this checkout."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def check_contents(wheel: Path) -> None:
    """The wheel holds the licences and the type marker, and nothing outside of the package and its metadata."""
    names = zipfile.ZipFile(wheel).namelist()
    missing = [end for end in NEEDED if not any(name.endswith(end) for name in names)]
    strange = [name for name in names if not re.match(r"dragoman(-[^/]+\.dist-info)?/", name)]
    if missing or strange:
        sys.exit(f"{wheel.name}: missing {missing}, not of the package {strange[:5]}. Correct pyproject.toml.")


def constraints(lock: str) -> str:
    """The lock's versions without its hashes: a wheel of ours has no hash there, and pip wants all hashes or none."""
    return "\n".join(re.findall(r"^[A-Za-z0-9._-]+==[^\\\n]+", lock, re.MULTILINE))


def install(wheel: Path, folder: Path) -> Path:
    """An empty environment with the wheel; returns the folder of its commands."""
    venv.create(folder / "env", with_pip=True)
    commands = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    limits = folder / "constraints.txt"
    limits.write_text(constraints((ROOT / "requirements.lock").read_text(encoding="utf-8")), encoding="utf-8")
    pip: list[str | Path] = [commands / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--constraint", limits, wheel], check=True)
    return commands


def code(commands: Path, path: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command where the checkout cannot help it."""
    command: list[str | Path] = [commands / "dragoman", "code", path, "--format", "jsonl"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def megabytes(folder: Path) -> float:
    """Size of all files, pip apart: it came with the environment, not with the wheel."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files if "pip" not in path.relative_to(folder).parts) / 1e6


def main() -> None:
    """Build, install, code, weigh."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        check_contents(wheel)
        commands = install(wheel, folder)
        done = code(commands, EXAMPLE, folder)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode or not events:
            sys.exit(f"the wheel coded {len(events)} events of {EXAMPLE.name}, exit code {done.returncode}:\n{done.stderr}")
        page = folder / "page.html"
        page.write_text(PAGE, encoding="utf-8")
        refused = code(commands, page, folder)
        if refused.returncode != 1 or "dragoman[html]" not in refused.stderr:
            sys.exit(f"without the extra, a web page must fail with the remedy; it said:\n{refused.stderr}")
        size = megabytes(folder / "env")
        weight = wheel.stat().st_size / 1e6
        print(f"{wheel.name}: {weight:.1f} MB; installed {size:.0f} of {LIMIT} MB; {len(events)} events")
        if size > LIMIT:
            sys.exit(f"the installed wheel takes {size:.0f} MB; at most {LIMIT} are allowed. See what a dependency brought.")


if __name__ == "__main__":
    main()
