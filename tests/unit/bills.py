"""A made-up council's record of a bill, in the shape of Legistar: nobody in it exists."""

import json

MEMBERS = ("Ada Quill", "Bo Fenn", "Cy Marsh")
SPONSOR = {"ID": 990017, "Slug": "ada-quill", "FullName": "Ada Quill"}


def roll(*words):
    """The votes of an action, one for each word."""
    return [
        {
            "ID": 880000 + n,
            "FullName": f"{MEMBERS[n % 3]} {n}",
            "Slug": f"member-{n}",
            "VoteID": 1,
            "Vote": word,
        }
        for n, word in enumerate(words)
    ]


def action(word, day, **more):
    """One action of the history."""
    return {"ID": 1, "Date": f"{day}T13:30:00Z", "ActionID": 1, "Action": word, "BodyName": "Board", **more}


INTRODUCED = action("Introduced by Council", "2026-01-05")
PASSED = action(
    "Approved by Council", "2026-02-09", PassedFlagName="Pass", Votes=roll("Affirmative", "Negative")
)


def bill(*history, **more):
    """The record of a bill with these actions."""
    record = {
        "ID": 4711,
        "GUID": "0F0F",
        "File": "Int 12-2026",
        "Name": "Lanterns",
        "Title": "A Local Law in relation to lanterns",
        "TypeName": "Introduction",
        "StatusName": "Committee",
        "EnactmentDate": "0001-01-01T00:00:00Z",
        "LastModified": "2026-03-01T00:00:00Z",
        "Sponsors": [SPONSOR],
        "History": list(history) or [INTRODUCED],
    }
    return {key: value for key, value in (record | more).items() if value is not ...}


def write(folder, record, name="bill.json"):
    """The record as a file."""
    path = folder / name
    path.write_text(json.dumps(record), encoding="utf-8")
    return path
