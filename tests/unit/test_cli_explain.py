"""`frith explain`: each provision, what took it away, and whether it counts; for people and for programs."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from frith import api
from frith.casework.decide import decide, explain
from frith.cli import explain_view
from frith.engine.explain import Account, Taken
from frith.engine.kleene import Truth
from frith.law import pack
from frith.model.law import EventKind, Mode
from tests.unit.commands import run

PACKS = Path(__file__).parents[1] / "cards" / "packs"
HARBOR = ("--packs", PACKS, "--place", "harbor", "--on", "2026-11-20")
ASK = (
    "--act",
    "disclose",
    "--object",
    "home_address",
    "--fact",
    "requester_kind=ice",
    "--fact",
    "paper=none",
)


def flat(text):
    return " ".join(text.replace("│", " ").replace("├──", " ").replace("└──", " ").split())


def test_people_see_a_tree_with_words_citations_and_the_end():
    ran = run("explain", *ASK, "--fact", "publicly_available=yes", *HARBOR)
    text = flat(ran.out)
    assert ran.code == 0
    assert "Asked: tell or hand over: home address. YOU MAY." in text
    assert "harbor/welcome/no-telling: bars this" in text
    assert "set aside by harbor/welcome/public (Harbor Code 4): true" in text
    assert "counts in the end: false" in text


def test_spanish_is_whole():
    text = flat(run("explain", *ASK, *HARBOR, "--lang", "es").out)
    assert "dejada sin efecto por harbor/welcome/public" in text
    assert "no se sabe: publicly_available" in text
    assert "set aside" not in text


def test_a_disputed_reading_is_named():
    words = (
        "--act",
        "disclose",
        "--object",
        "immigration_status",
        "--fact",
        "requester_kind=ice",
        "--fact",
        "paper=none",
    )
    ran = run("explain", *words, *HARBOR)
    assert ran.code == 4
    assert "only on a disputed reading: a federal statute lets status be sent" in flat(ran.out)


def test_all_shows_what_does_not_speak_too():
    def ids(*more):
        found = json.loads(run("explain", *ASK, *HARBOR, "--json", *more).out)
        return [each["provision"] for each in found["asks"][0]["provisions"]]

    assert set(ids()) < set(ids("--all"))
    assert set(ids("--all")) == set(api.counsel("harbor", PACKS).stack.provisions)


def test_json_is_the_answer_of_decide():
    ran, decided = (run(each, *ASK, *HARBOR, "--json") for each in ("explain", "decide"))
    assert ran.code == decided.code
    assert json.loads(ran.out)["answer"] == json.loads(decided.out)["answer"]
    assert json.loads(ran.out)["packs"] == json.loads(decided.out)["packs"]


def orders():
    """Every court order of what ships, that takes a provision away from some: place, law, day."""
    for place in pack.places(pack.shipped()):
        for law in api.counsel(place).stack.packs[0].laws:
            for event in law.events:
                if event.kind is EventKind.ENJOINED and event.as_to is not None:
                    yield place, law, event


@pytest.mark.parametrize(
    ("place", "law", "event"),
    list(orders()),
    ids=lambda each: getattr(each, "path", None) or str(getattr(each, "on", each)),
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_court_order_is_shown_though_it_is_no_provision(place, law, event, language):
    counsel = api.counsel(place)
    received = api.receive({"asks": [{}], "received": event.on.isoformat()})
    decision = decide(received.request, counsel)
    taken = f"{law.path}/enjoined-{event.on}"
    found = [
        each for each in explain(received.request, counsel)[0] if taken in [one.id for one in each.exceptions]
    ]
    assert found
    out = StringIO()
    words = api.words(place, language=language)
    explain_view.show(
        decision,
        [found],
        stack=counsel.stack,
        words=words,
        console=Console(file=out, width=5000, highlight=False),
    )
    assert words.card("explain_order", date=words.day(event.on)) in out.getvalue()
    assert event.says[language] in out.getvalue()


def test_nothing_that_speaks_is_said_too():
    text = flat(run("explain", "--act", "admit", "--object", "public_area", "--fact", "requester_kind=court",
                    "--fact", "paper=none", *HARBOR).out)  # fmt: skip
    assert "No rule on file speaks of this." in text


def test_what_a_pack_says_is_shown_and_not_obeyed():
    """Markup of the screen's own in the words of a law stays text."""
    counsel = api.counsel("harbor", PACKS)
    decision = api.decide({"place": "harbor", "asks": [{"act": "disclose"}]}, packs=PACKS)
    hostile = Taken(id="harbor/welcome/enjoined-2025-01-01", holds=Truth.TRUE, assumption="[red]x[/red]")
    law = counsel.stack.laws[0]
    assert explain_view.ordered(counsel.stack, hostile.id)[0] is law
    account = Account(
        provision="harbor/welcome/public", mode=Mode.PERMITS, speaks=Truth.TRUE, exceptions=(),
        active=Truth.UNKNOWN, unknown=("[bold]x[/bold]", ":smile:"),
    )  # fmt: skip
    out = StringIO()
    console = Console(file=out, width=200, highlight=False)
    explain_view.show(
        decision, [[account]], stack=counsel.stack, words=api.words("harbor", PACKS), console=console
    )
    assert "[bold]x[/bold], :smile:" in out.getvalue()
