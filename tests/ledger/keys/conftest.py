"""A store of record keys."""

import pytest

from frith.ledger.entry.keystore import Keystore
from tests.ledger.keys.made import OPERATORS, ROLES


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "records.sqlite"


@pytest.fixture
def store(path):
    path.parent.mkdir(mode=0o700)
    with Keystore.create(path, OPERATORS, roles=ROLES) as opened:
        yield opened
