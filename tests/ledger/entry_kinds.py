"""One entry of each kind, as the made-up town would write it."""

from frith.ledger.entry import model
from frith.ledger.entry.make import release_of
from frith.ledger.entry.model import Entry
from tests.ledger.entry_made import PLACE, decisions, words


def one_of_each() -> list[Entry]:
    """An entry of every kind, all of them right."""
    decision = decisions()[0]
    told = {"place": PLACE, "packs": decision.packs}
    weekly = told | {"on": "2026-W48"}
    route = weekly | {
        "unit": "local_agency",
        "requester": "data_hub",
        "route": "feed",
        "system": "other",
        "category": "information",
        "provisions": decision.provisions,
    }
    report = {"demand": f"{PLACE}/yearly", "period": "2026"}
    return [
        decision,
        release_of(decision, 3, words=words(), about=0),
        model.RouteOpened(**route, answer="decline", until="2027-08"),
        model.RouteRedecided(**route, answer="decline", until="no_end", about=2),
        model.RouteClosed(**route, why="law_bars", about=2),
        model.LawInEffect(**told, on="2026-11-23", law=f"{PLACE}/records", event="effective"),
        model.NilReturn(**weekly, **report, unit="local_agency", returning="some"),
        model.CountReturn(**weekly, **report, counts={"requests": "10-49", "complaints": "0"}),
        model.Correction(**weekly, about=0, why="entered_twice"),
        model.Disposal(
            **weekly,
            retention=f"{PLACE}/requests",
            month="2026-01",
            amount="10-49",
            roles=("counsel", "records_officer"),
        ),
    ]
