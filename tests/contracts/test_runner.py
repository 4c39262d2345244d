"""The task runner sets itself up, says what is missing, and does nothing twice."""

import os
import shutil
import subprocess

import pytest

from tests.contracts.tree import ROOT

TINY = '[project]\nname = "tiny"\nversion = "1"\n'


@pytest.fixture
def clone(tmp_path):
    """A folder with the runner and an environment that looks as if it had been installed."""
    shutil.copy(ROOT / "run", tmp_path / "run")
    (tmp_path / "pyproject.toml").write_text(TINY, encoding="utf-8")
    program(tmp_path / ".venv" / "bin" / "python", "exit 0")
    program(tmp_path / ".venv" / "bin" / "frith", 'echo "frith $*"')
    (tmp_path / ".venv" / "root").write_text(f"{tmp_path}\n", encoding="utf-8")
    stamp = subprocess.run(
        ["sh", "-c", 'printf "%s\\n" "$PWD" | cat - pyproject.toml | cksum'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    (tmp_path / ".venv" / "installed-use").write_text(stamp.stdout, encoding="utf-8")
    return tmp_path


def program(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def run(clone, *words, **environment):
    return subprocess.run(
        ["sh", str(clone / "run"), *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_what_is_installed_is_not_installed_again(clone):
    result = run(clone, "demo", "--rows", "5")
    assert (result.returncode, result.stdout, result.stderr) == (0, "frith demo --rows 5\n", "")


def test_a_changed_project_is_installed_again(clone):
    (clone / "pyproject.toml").write_text(TINY + "# changed\n", encoding="utf-8")
    result = run(clone, "demo")
    assert "installing into .venv" in result.stderr
    assert run(clone, "demo").stderr == ""


def test_an_installation_that_failed_is_not_taken_for_one(clone):
    (clone / "pyproject.toml").write_text(TINY + "# changed\n", encoding="utf-8")
    program(clone / ".venv" / "bin" / "python", '[ "$2" != pip ]')
    for _ in range(2):
        result = run(clone, "demo")
        assert result.returncode == 1
        assert "couldn't install" in result.stderr


def test_a_python_that_is_too_old_is_named_as_the_thing_to_mend(clone):
    shutil.rmtree(clone / ".venv")
    program(clone / "old", "exit 1")
    result = run(clone, "demo", PYTHON=str(clone / "old"))
    assert result.returncode == 1
    assert "no Python 3.11 or newer was found" in result.stderr


def test_a_venv_module_that_cannot_be_had_is_named(clone):
    shutil.rmtree(clone / ".venv")
    program(clone / "bin" / "python3", '[ "$2" != "import ensurepip, venv" ]')
    for each in ("dirname", "cksum", "cat", "id", "basename", "sh"):
        (clone / "bin" / each).symlink_to(shutil.which(each))
    result = run(clone, "demo", PATH=str(clone / "bin"))
    assert result.returncode == 1
    assert "has no venv module" in result.stderr


def test_a_word_that_is_no_recipe_shows_the_recipes(clone):
    result = run(clone, "dance")
    assert result.returncode == 2
    assert "  demo " in result.stderr
