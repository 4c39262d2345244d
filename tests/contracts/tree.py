"""The source tree, read once: its files, its functions, and how large they are."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "frith"

# Folders that tools and runs leave behind, and what is not a text.
LEFT_OUT = {".git", ".venv", "__pycache__", "build", "dist", "frith-demo", "frith-screen"}
TEXT = {".cff", ".cfg", ".csv", ".html", ".md", ".provision", ".py", ".svg", ".toml", ".txt", ".yml", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function: where it stands, its lines of code, and what it takes."""

    path: str
    name: str
    line: int
    code_lines: int
    parameters: int
    positional: int
    is_command: bool

    @property
    def is_public(self) -> bool:
        return not any(part.startswith("_") for part in self.name.split("."))

    @property
    def label(self) -> str:
        return f"{self.path}:{self.name}"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def sources() -> tuple[Path, ...]:
    return tuple(sorted(SOURCE.rglob("*.py")))


@cache
def texts() -> tuple[Path, ...]:
    """Every text file of the project, whether or not a version control system is at hand to list them."""
    return tuple(sorted(path for path in ROOT.rglob("*") if is_project_text(path)))


def is_project_text(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    left_out = any(
        part in LEFT_OUT or part.endswith(("_cache", ".egg-info", ".hypothesis")) for part in parts
    )
    return not left_out and path.suffix in TEXT and path.is_file()


@cache
def functions() -> tuple[Function, ...]:
    return tuple(function for path in sources() for function in functions_of(path))


def functions_of(path: Path) -> list[Function]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = []
    for node, owner in walk(ast.parse(text), ""):
        arguments = node.args
        positional = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        if positional[:1] in (["self"], ["cls"]):
            del positional[0]
        found.append(
            Function(
                path=name_of(path),
                name=f"{owner}{node.name}",
                line=node.lineno,
                code_lines=code_lines(node, lines),
                parameters=len(positional) + len(arguments.kwonlyargs),
                positional=len(positional),
                is_command=any("command" in ast.unparse(each) for each in node.decorator_list),
            ),
        )
    return found


def walk(node: ast.AST, owner: str):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, owner
            yield from walk(child, f"{owner}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from walk(child, f"{owner}{child.name}.")
        else:
            yield from walk(child, owner)


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    """Lines of the body that hold code: no docstring, no comment, no blank."""
    first = 1 if ast.get_docstring(node, clean=False) is not None else 0
    body = node.body[first:]
    if not body:
        return 0
    span = lines[body[0].lineno - 1 : node.end_lineno]
    return sum(1 for line in span if line.strip() and not line.strip().startswith("#"))
