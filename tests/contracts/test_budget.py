"""Files and functions stay small; what is larger stands in budget.toml with its reason."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.contracts.tree import functions, name_of, sources

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text(encoding="utf-8"))
LIMITS = BUDGET["limits"]
EXCEPTIONS = {(each["what"], each["limit"]): each for each in BUDGET.get("exception", [])}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def measured() -> Iterator[tuple[str, str, int]]:
    """Every piece with the limit that holds for it and its size."""
    for path in sources():
        yield name_of(path), "file_lines", lines_of(path)
    for function in functions():
        yield function.label, "function_code_lines", function.code_lines
        if not function.is_command:
            yield function.label, "parameters", function.parameters
            if function.is_public:
                yield function.label, "positional", function.positional


def over() -> dict[tuple[str, str], int]:
    return {(what, limit): size for what, limit, size in measured() if size > LIMITS[limit]}


def test_nothing_is_larger_than_its_budget_without_a_reason():
    allowed = {key: each["up_to"] for key, each in EXCEPTIONS.items()}
    too_large = [
        f"{what}: {limit} is {size}, the budget is {allowed.get((what, limit), LIMITS[limit])}"
        for (what, limit), size in over().items()
        if size > allowed.get((what, limit), LIMITS[limit])
    ]
    assert too_large == [], "\n".join(too_large)


@pytest.mark.parametrize("key", EXCEPTIONS, ids=" ".join)
def test_every_exception_is_still_needed_and_says_why(key):
    assert key in over(), "within the budget now: take it off the list"
    assert len(EXCEPTIONS[key]["why"]) > 20, "say why it is better so"


def test_most_files_and_functions_are_far_below_the_limit():
    files = [lines_of(path) for path in sources() if lines_of(path)]
    assert median(files) <= LIMITS["median_file_lines"]
    assert median(each.code_lines for each in functions()) <= LIMITS["median_function_code_lines"]
