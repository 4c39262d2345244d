"""A made-up town with two readings and a veto, and laws of it with the events that a test gives them."""

from datetime import date

from frith.law.record import law_data, shelf

PACK = """
id = "toy-town"
title = { en = "Toy Town" }
kind = "city"
version = "1"
languages = ["en"]
"""
RULE = 'cite = "Toy Charter {n}"\nverification = "unverified"\nsays = {{ en = "rule {n}" }}\n'
PROCESS = (
    'kinds = ["ordinance"]\n[council]\ntitle = { en = "Board" }\nmembers = 7\nquorum = 4\nayes = 4\n'
    + RULE.format(n=1)
    + "[readings]\nnumber = 2\ndays_between = 14\n"
    + RULE.format(n=2)
    + '[executive]\ntitle = { en = "Chair" }\ndays = 5\nsilence = "SILENCE"\n'
    + RULE.format(n=3)
    + "[executive.override]\nayes = 5\ndays = 30\n"
    + RULE.format(n=4)
    + '[effect]\nafter = "approval"\ndays = 20\n'
    + RULE.format(n=5)
)
LAW = """
title = { en = "Lantern Law" }
cite = "Toy Ord. 1"
kind = "ordinance"
verification = "unverified"
"""


def event(kind, on, votes="", more=""):
    counts = zip(("ayes", "noes", "abstain", "absent", "excused"), votes, strict=False)
    votes = "votes = { " + ", ".join(f"{name} = {n}" for name, n in counts) + " }\n" if votes else ""
    return f'[[event]]\nkind = "{kind}"\non = {on}\n{votes}{more}\n'


def data(book, name, on):
    """The law as other programs read it, as it stood on that day."""
    law = book.find(name)
    return law_data(law, book.state(law, date.fromisoformat(on)), book)


class Town:
    """A folder of packs with the town in it."""

    def __init__(self, folder):
        self.folder, self.home = folder, folder / "toy-town"
        (self.home / "laws").mkdir(parents=True)
        (self.home / "pack.toml").write_text(PACK, encoding="utf-8")

    def __call__(self, on, *events, silence="approved", process=PROCESS, language="en"):
        """The status on a day of a law with these events."""
        (self.home / "process.toml").write_text(process.replace("SILENCE", silence), encoding="utf-8")
        (self.home / "laws" / "lantern.toml").write_text(LAW + "".join(events), encoding="utf-8")
        return self.told(on, language)

    def told(self, on, language="en"):
        """The same of what stands there already."""
        return data(shelf("toy-town", self.folder, language), "lantern", on)
