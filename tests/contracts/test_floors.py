"""The floors of the program hold as pyproject.toml draws them, and an import from above is caught."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

from tests.contracts.tree import ROOT, SOURCE, name_of, sources

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
VAGUE = {
    "base",
    "common",
    "core",
    "handler",
    "helper",
    "helpers",
    "lib",
    "manager",
    "misc",
    "shared",
    "stuff",
    "util",
    "utils",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """The import contracts, judged over the package in `folder`/src."""
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'src'); {LINT}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_floor_imports_only_from_below():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_an_import_from_above_is_caught(tmp_path):
    copytree(SOURCE, tmp_path / "src" / "frith", ignore=lambda *_: ["__pycache__"])
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    errors = tmp_path / "src" / "frith" / "errors.py"
    errors.write_text(errors.read_text(encoding="utf-8") + "\nimport frith.casework\n", encoding="utf-8")
    result = lint(tmp_path)
    assert result.returncode != 0
    assert "frith.errors -> frith.casework" in result.stdout


def test_no_module_has_a_name_that_says_nothing():
    assert [name_of(path) for path in sources() if path.stem in VAGUE or path.parent.name in VAGUE] == []
