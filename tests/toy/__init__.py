"""Made-up law that uses every atom, every connective and every kind of event, over the facts that ship."""

from datetime import date
from functools import cache
from pathlib import Path

from frith.casework.counsel import Counsel

TOY = Path(__file__).parent
SPRING_23 = date(2023, 4, 1)
"""A day on which every law of the toy binds but the repealed one, and an injunction as to somebody stands."""


@cache
def counsel(place="toy-city") -> Counsel:
    return Counsel(place, TOY)
