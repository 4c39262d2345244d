"""Which state a place lies in, by its id alone."""

import pytest

from frith.casework.screen import home_state
from frith.law import pack


@pytest.mark.parametrize(
    ("place", "state"), [("us", ""), ("us-ca", "CA"), ("us-ca-los-angeles", "CA"), ("us-ma-boston", "MA")]
)
def test_the_state_is_the_second_part_of_the_id(place, state):
    """A city whose state has no pack of its own still lies in that state."""
    assert home_state(pack.load(place)) == state
