"""What every test may ask for."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public records beside the project; without it the test is skipped, aloud."""
    if not SHARED.is_dir():
        pytest.skip(f"no public records at {SHARED}: this check needs them")
    return SHARED
