"""The law of a place is data: no Python knows a place, and no file the machine it was written on."""

import ast
import re

import pytest

from tests.contracts.tree import ROOT, name_of, sources, texts

STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|Hampshire|Jersey|Mexico|Carolina|Dakota|Ohio|Oklahoma|Oregon|"
    "Pennsylvania|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming"
)
CITIES = "Los Angeles|San Francisco|San Diego|Chicago|New York|Seattle|Denver|Boston|Oakland"
CODES = r"LAAC|LAMC|LAPD|Gov\. Code"
PLACE = re.compile(rf"\b({STATES}|{CITIES}|{CODES})\b", re.IGNORECASE)
PACK = re.compile(r"us(-[a-z]+)+(/.*)?")

# Where public records beside the project may be named: checks skip, aloud, when they are absent.
MAY_NAME_RECORDS = ("tests/", "benchmarks/", ".ci/")


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_python_names_a_place(path):
    found = [
        f"line {number}: {match.group()}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in PLACE.finditer(line)
    ]
    assert found == [], "move it to a pack, or to the data beside the code"


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_python_asks_for_a_pack_by_name(path):
    """Help may show an id as an example; code may not act on one."""
    constants = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    ]
    assert [f"line {each.lineno}" for each in constants if PACK.fullmatch(str(each.value))] == []


def test_only_tests_and_benchmarks_read_the_records_beside_the_project():
    named = [name_of(path) for path in texts() if "../shared" in path.read_text(encoding="utf-8")]
    assert [name for name in named if not name.startswith(MAY_NAME_RECORDS)] == []


def test_no_file_knows_where_this_clone_stands():
    here = re.compile(re.escape(ROOT.as_posix()) + r"(?![\w-])")
    knowing = [name_of(path) for path in texts() if here.search(path.read_text(encoding="utf-8"))]
    # the proof makes a root of its own and says where in it the clone stands, which may be here
    assert [name for name in knowing if name != ".ci/fresh"] == []
