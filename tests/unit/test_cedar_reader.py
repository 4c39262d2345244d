"""The fragment: what provisions may say becomes a term, and everything else is refused with its line and a mend."""

from datetime import date

import pytest

from frith.errors import PackError
from frith.law.cedar import Reader, condition, read, split
from frith.law.pack import vocabulary
from frith.model.term import FALSE, TRUE, And, Compare, Comparison, Flag, If, Is, Not, Or, Present

WORDS = vocabulary()
CIVIL = Is("purpose", frozenset(("civil_immigration",)))
HOLD = WORDS.facts["paper"].groups["hold_request"]


def means(name):
    return {"signed": Flag("paper_judge_signed")}[name]


def term(body, head="permit (principal, action, resource)"):
    (written,) = read(f'@id("x")\n{head}\nwhen {{ {body} }};', "a.provision")
    return Reader(written, WORDS, means).term()


def head_of(head, tail=""):
    (written,) = read(f"{head} {tail};", "a.provision")
    return Reader(written, WORDS, means).term()


BODIES = {
    "true": TRUE,
    "false": FALSE,
    "context.in_custody": Flag("in_custody"),
    'context["in_custody"]': Flag("in_custody"),
    "!context.in_custody": Not(Flag("in_custody")),
    "context.in_custody && context.sealed_record": And((Flag("in_custody"), Flag("sealed_record"))),
    "context.in_custody || context.sealed_record": Or((Flag("in_custody"), Flag("sealed_record"))),
    "if context.in_custody then true else context.sealed_record": If(
        Flag("in_custody"), TRUE, Flag("sealed_record")
    ),
    'context.purpose == Purpose::"civil_immigration"': CIVIL,
    'context.purpose != Purpose::"civil_immigration"': Not(CIVIL),
    'context.purpose in Purpose::"civil_immigration"': CIVIL,
    'context.purpose in [Purpose::"civil_immigration"]': CIVIL,
    'context.paper in Paper::"hold_request"': Is("paper", HOLD),
    'context.paper in [Paper::"hold_request", Paper::"i_200"]': Is("paper", HOLD | {"i_200"}),
    'principal == Body::"jail"': Is("body", frozenset(("jail",))),
    'principal in [Body::"jail", Body::"police"]': Is("body", frozenset(("jail", "police"))),
    'action in [Action::"disclose"]': Is("act", frozenset(("disclose",))),
    'resource in Object::"custody_information"': Is(
        "object", WORDS.facts["object"].groups["custody_information"]
    ),
    'context.on_behalf_of != Agency::"none"': Not(Is("on_behalf_of", frozenset(("none",)))),
    'context.record_classes.contains("listed_felony")': Flag("record_classes__listed_felony"),
    "context has listed_felony_on": Present("listed_felony_on"),
    'context.listed_felony_on < datetime("2015-06-15")': Compare(
        "listed_felony_on", Comparison.BEFORE, date(2015, 6, 15)
    ),
    'context.listed_felony_on <= datetime("2015-06-15")': Compare(
        "listed_felony_on", Comparison.NOT_AFTER, date(2015, 6, 15)
    ),
    'context.listed_felony_on == datetime("2015-06-15")': Compare(
        "listed_felony_on", Comparison.SAME, date(2015, 6, 15)
    ),
    'context.listed_felony_on != datetime("2015-06-15")': Not(
        Compare("listed_felony_on", Comparison.SAME, date(2015, 6, 15))
    ),
    'datetime("2015-06-15") < context.listed_felony_on': Compare(
        "listed_felony_on", Comparison.AFTER, date(2015, 6, 15)
    ),
    'datetime("2015-06-15") <= context.listed_felony_on': Compare(
        "listed_felony_on", Comparison.NOT_BEFORE, date(2015, 6, 15)
    ),
    'datetime("2015-06-15") > context.listed_felony_on': Compare(
        "listed_felony_on", Comparison.BEFORE, date(2015, 6, 15)
    ),
    'datetime("2015-06-15") >= context.listed_felony_on': Compare(
        "listed_felony_on", Comparison.NOT_AFTER, date(2015, 6, 15)
    ),
    'datetime("2015-06-15") == context.listed_felony_on': Compare(
        "listed_felony_on", Comparison.SAME, date(2015, 6, 15)
    ),
    "context.listed_felony_on > context.fifteen_years_before": Compare(
        "listed_felony_on", Comparison.AFTER, "fifteen_years_before"
    ),
    "context.means.signed": Flag("paper_judge_signed"),
    'context.means["signed"]': Flag("paper_judge_signed"),
}


@pytest.mark.parametrize("body", BODIES)
def test_what_the_fragment_means(body):
    assert term(body) == BODIES[body]


class TestHeads:
    def test_a_bare_head_says_nothing(self):
        assert head_of("permit (principal, action, resource)") == TRUE

    def test_each_part_is_a_fact(self):
        got = head_of(
            'permit (principal in Body::"custody_facility", action in [Action::"notify"], resource == Object::"contact")'
        )
        assert got == And((
            Is("body", frozenset(("jail", "sheriff"))),
            Is("act", frozenset(("notify",))),
            Is("object", frozenset(("contact",))),
        ))  # fmt: skip

    def test_one_part_stands_alone(self):
        assert head_of('permit (principal == Body::"jail", action, resource)') == Is(
            "body", frozenset(("jail",))
        )

    def test_when_and_unless_add_up(self):
        got = head_of(
            "permit (principal, action, resource)",
            "when { context.in_custody } unless { context.sealed_record } when { context.publicly_available }",
        )
        assert got == And((Flag("in_custody"), Not(Flag("sealed_record")), Flag("publicly_available")))


# What has no meaning here, with words of the error and of its mend.
REFUSED = {
    "context.in_custdy": ("unknown fact `in_custdy`", "did you mean `in_custody`"),
    "context.zzzz": ("unknown fact `zzzz`", "see facts.toml"),
    'context.purpose == Purpose::"civil_imigration"': (
        "no value of `purpose`",
        "did you mean `civil_immigration`",
    ),
    'context.purpose == Paper::"i_200"': ("`purpose` takes no `Paper`", 'write `Purpose::"..."`'),
    'context.paper in Paper::"hold_requests"': ("no value of `paper`", "`hold_request`"),
    "context.purpose": ("`purpose` is not a flag", "of kind enum"),
    "context.record_classes": ("not a flag", "of kind set"),
    "context.listed_felony_on": ("not a flag", "of kind date"),
    "context has purpose": ("`purpose` always exists", "unknown is handled"),
    "context has in_custody": ("always exists", "drop the `has`"),
    "context has five_years_before": ("always exists", "drop the `has`"),
    "context has means": ("unknown fact `means`", ""),
    "context.means.sined": ("no definition `sined`", "@define"),
    "context.means": ("unknown fact `means`", ""),
    "principal.in_custody": ("read from something else than `context`", "write `context.in_custody`"),
    "context.in_custody.deep": ("read from something else", ""),
    "context.in_custody == true": ("`in_custody` has no list of values", "of kind flag"),
    'Purpose::"other" == context.purpose': ("compare a fact", "on the left"),
    'context.purpose == "other"': ("takes values or groups", 'Type::"value"'),
    "context.purpose == context.paper": ("takes values or groups", ""),
    "context.purpose in []": ("an empty list holds no value of `purpose`", "name a value"),
    'context.purpose in ["other"]': ("takes values or groups", ""),
    'context.in_custody in Purpose::"other"': ("has no list of values", ""),
    'context.purpose < datetime("2015-06-15")': ("compares days", "write a date fact"),
    "1 < 2": ("`<` compares days", ""),
    "context.listed_felony_on == context.in_custody": ("no day", 'datetime("2026-01-01")'),
    'context.listed_felony_on < Purpose::"other"': ("no day", ""),
    "context.listed_felony_on < 5": ("no day", ""),
    'context.listed_felony_on < datetime("2015-06-15T10:00:00Z")': ("without a time", ""),
    'context.listed_felony_on < datetime("2015-02-29")': ("without a time", ""),
    "context.listed_felony_on < datetime(context.purpose)": ("without a time", ""),
    "context.listed_felony_on < datetime(5)": ("without a time", ""),
    "context.listed_felony_on < datetime()": ("without a time", ""),
    'datetime("2015-06-15") < datetime("2016-06-15")': ("compares days", ""),
    'context.record_classes.contains("listed")': ("no value of `record_classes`", "did you mean"),
    "context.record_classes.contains(5)": ("no value of `record_classes`", ""),
    'context.purpose.contains("other")': ("`contains` asks a set fact", "context.record_classes"),
    '["a"].contains("a")': ("`contains` asks a set fact", ""),
    'context.record_classes.containsAll(["listed_felony"])': (
        "`containsAll` has no meaning here",
        "pack-format.md",
    ),
    'context.purpose like "civil*"': ("`like` has no meaning here", ""),
    "context.in_custody && 1 + 1 == 2": ("compare a fact", ""),
    "5": ("`Value` has no meaning here", ""),
    '"yes"': ("`Value` has no meaning here", ""),
    "context": ("`Var` has no meaning here", ""),
    "principal": ("`Var` has no meaning here", ""),
    "principal is Body": ("`is` has no meaning here", ""),
    '{"a": true}.a': ("read from something else", ""),
    'ip("127.0.0.1").isLoopback()': ("`isLoopback` has no meaning here", ""),
}


@pytest.mark.parametrize("body", REFUSED)
def test_what_the_fragment_does_not_hold(body):
    what, mend = REFUSED[body]
    with pytest.raises(PackError) as caught:
        term(body)
    assert what in caught.value.what
    assert caught.value.what.endswith("in `x`")
    assert mend in caught.value.mend
    assert caught.value.mend
    assert (caught.value.file, caught.value.line) == ("a.provision", 1)


HEADS = {
    "forbid (principal, action, resource)": "written with `permit`",
    "permit (principal is Body, action, resource)": "`is` in the head has no meaning here",
    'permit (principal is Body in Body::"civil", action, resource)': "`is` in the head",
    'permit (principal == Agency::"ice", action, resource)': "`body` takes no `Agency`",
    'permit (principal in Body::"polce", action, resource)': "`polce` is no value of `body`",
    'permit (principal, action == Action::"sing", resource)': "`sing` is no value of `act`",
    "permit (principal, action in [], resource)": "an empty list holds no value of `act`",
    'permit (principal, action, resource in Place::"public_area")': "`object` takes no `Place`",
}


@pytest.mark.parametrize("head", HEADS)
def test_heads_that_say_something_else(head):
    with pytest.raises(PackError) as caught:
        head_of(head)
    assert HEADS[head] in caught.value.what
    assert caught.value.mend
    assert caught.value.line == 1


class TestFiles:
    """A file of policies: each with the line it begins on."""

    def test_each_policy_has_the_line_it_begins_on(self):
        text = (
            "// a; comment\n\n"
            '@id("one; \\"two\\" \\\\")\npermit (principal, action, resource); // x;\n'
            '@id("b") permit (principal, action, resource)\nwhen { true };\n'
        )
        assert [(line, piece.strip()[:4]) for line, piece in split(text)] == [(3, "// a"), (5, "// x")]
        found = read(text, "f")
        assert [each.annotations["id"] for each in found] == ['one; "two" \\', "b"]
        assert [each.line for each in found] == [3, 5]

    def test_a_file_of_comments_holds_nothing(self):
        assert read("// nothing; yet\n\n", "f") == []
        assert read("", "f") == []

    @pytest.mark.parametrize(
        "text", ["permit (principal, action, resource)", "permit;", "@id() x;", ";", '@id("open) permit;']
    )
    def test_what_cedar_cannot_read(self, text):
        with pytest.raises(PackError) as caught:
            read("\n\n" + text + "\n", "f.provision")
        assert (caught.value.file, caught.value.mend) == (
            "f.provision",
            "mend the provision that begins here",
        )
        assert caught.value.line in (1, 3)

    def test_a_second_policy_that_is_wrong_names_its_own_line(self):
        with pytest.raises(PackError) as caught:
            read(
                '@id("a")\npermit (principal, action, resource);\n\n@id("b")\npermit (principal, action resource);',
                "f",
            )
        assert caught.value.line == 4

    def test_a_template_has_no_meaning(self):
        with pytest.raises(PackError, match="a template has no meaning here") as caught:
            read("permit (principal == ?principal, action, resource);", "f")
        assert caught.value.mend == "name the value itself"


class TestCondition:
    """A bare condition, as an injunction's `as_to`."""

    def read(self, text):
        return condition(text, file="l.toml", line=7, vocabulary=WORDS)

    def test_is_a_term(self):
        assert self.read("context.in_custody") == Flag("in_custody")

    @pytest.mark.parametrize(
        "text",
        ["", "context.", "context.in_custdy", "context.means.signed", "context.purpose",
         "true }; permit (principal, action, resource) when { false"],
    )  # fmt: skip
    def test_is_one_and_can_be_read(self, text):
        with pytest.raises(PackError) as caught:
            self.read(text)
        assert (caught.value.file, caught.value.line) == ("l.toml", 7)
        assert caught.value.mend
