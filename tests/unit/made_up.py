"""Screenings with made-up counts: nobody's log, and no file stands behind them."""

from datetime import date

from frith.casework.screening import FileRead, Finding, MonthCount, RuleCount, Screening, TermCount
from frith.evidence.precision import Precision, Score
from frith.model.decision import Answer
from frith.model.law import Mode

NOTICE = "read as cp1252 and not as UTF-8"
PRECISION = Precision(
    date=date(2026, 11, 20),
    lexicon="2026.11.0",
    texts=4_180,
    kinds={
        Finding.IMMIGRATION_PURPOSE: Score(shown=72, there=77, right=70),
        Finding.NATIONAL_ORIGIN: Score(shown=0, there=0, right=0),
    },
)

SHARES = {
    Finding.BARRED: 0.004,
    Finding.IMMIGRATION_PURPOSE: 0.0031,
    Finding.AUTHORITY_NAMED: 0.0012,
    Finding.AUTHORITY_WITH_CRIME: 0.0007,
    Finding.AUTHORITY_ACTOR: 0.0135,
    Finding.OUTSIDE_RECIPIENT: 0.21,
    Finding.HUB: 0.031,
    Finding.NATIONAL_ORIGIN: 0.00004,
}
ACTORS = {
    "in_state_law_enforcement": 0.62,
    "out_of_state_agency": 0.21,
    "own_body": 0.09,
    "data_hub": 0.031,
    "border_patrol": 0.0111,
    "ice_hsi": 0.0024,
    "unknown": 0.0355,
}
PURPOSES = {
    "immigration": 0.0031,
    "immigration-authority-named": 0.0019,
    "criminal-stated": 0.47,
    "national-origin": 0.00004,
    "none-stated": 0.52496,
}
SILENT = {
    "vague": 0.253,
    "case_number_only": 0.171,
    "labelled_number": 0.02,
    "case_number_field": 0.01,
    "empty": 0.064,
}
ACTS = {"disclose": 0.91, "search": 0.09}
REPEATS, NO_REQUEST = 4_206, 310
TERMS = {
    Finding.IMMIGRATION_PURPOSE: ("immigration", "ice hold", "deportation", "removal order", "287(g)"),
    Finding.AUTHORITY_NAMED: ("hsi", "cbp"),
    Finding.AUTHORITY_WITH_CRIME: ("hsi",),
    Finding.AUTHORITY_ACTOR: ("border_patrol", "ice_hsi"),
    Finding.HUB: ("data_hub",),
    Finding.NATIONAL_ORIGIN: ("national",),
}
FILES = (
    ("network-audit-1.csv", "network-audit"),
    ("network-audit-2.csv", "network-audit"),
    ("own.xlsx", "frith"),
)


def parts(whole, shares):
    """The whole cut by the shares."""
    return {key: round(whole * share) for key, share in shares.items()}


def month_names(months, first=(2024, 2)):
    start = first[0] * 12 + first[1] - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(start, start + months))


def spread(total, names):
    """The total laid over the months, unevenly, and in whole rows."""
    weights = [3 + (place * 7) % 11 for place in range(len(names))]
    rows = {name: total * weight // sum(weights) for name, weight in zip(names, weights, strict=True)}
    rows[names[-1]] += total - sum(rows.values())
    return rows


def ids(counsel, mode):
    return [each.id for each in counsel.stack.provisions.values() if each.mode is mode]


def decided(provisions, answer, rows):
    """The provisions with rows, fewer for each than for the one before."""
    return tuple(
        RuleCount(provision=each, answer=answer, rows=rows // (place + 1))
        for place, each in enumerate(provisions)
    )


def busy(counsel, *, counted=1_204_387, months=14):
    """A screening with something of every kind."""
    names = month_names(months)
    findings = parts(counted, SHARES)
    bars, refers = ids(counsel, Mode.BARS)[:4], ids(counsel, Mode.REFERS)[:2]
    barred, refer = findings[Finding.BARRED], round(counted * 0.0172)
    return Screening(
        place=counsel.stack.place,
        made=date(2026, 11, 23),
        files=tuple(
            FileRead(
                name=name,
                profile=profile,
                rows=counted // 3,
                rejected=35 * place,
                repeats=1_402 * place,
                first=date(2024, 2, 1),
                last=date(2025, 3, 31),
                notices=(NOTICE,) if place == 1 else (),
            )
            for place, (name, profile) in enumerate(FILES)
        ),
        read=counted + REPEATS + NO_REQUEST,
        rejected=105,
        repeats=REPEATS,
        no_request=NO_REQUEST,
        months=spread(counted, names),
        findings=findings,
        by_month=tuple(
            MonthCount(month=month, finding=finding, rows=rows)
            for finding, total in findings.items()
            for month, rows in spread(total, names).items()
        ),
        terms=tuple(
            TermCount(finding=finding, term=term, rows=findings[finding] // len(terms))
            for finding, terms in TERMS.items()
            for term in terms
        ),
        actors=parts(counted, ACTORS),
        acts=parts(counted, ACTS),
        purposes=parts(counted, PURPOSES),
        reasons=round(counted * 0.9),
        uninformative=parts(counted, SILENT),
        answers={Answer.DECLINE: barred, Answer.REFER: refer, Answer.MAY: counted - barred - refer},
        rules=(*decided(bars, Answer.DECLINE, barred), *decided(refers, Answer.REFER, refer)),
        unsettled={"purpose": refer, "on_behalf_of": refer // 2, "requester_function": refer // 9},
        packs=counsel.versions,
        lexicon="2026.11.0+sha256.2c4f0e5a3f8d4be07c8d4a17d0c5a2b1",
        registry="2026.11.0+sha256.91be77aa0d5e4c21b8b7f60e2f3a9c44",
    )


def empty(counsel, *, read=0):
    """A screening that found nothing: of no row, or of rows that all may be."""
    names = month_names(1)
    return Screening(
        place=counsel.stack.place,
        made=date(2026, 11, 23),
        files=(),
        read=read,
        rejected=0,
        repeats=0,
        no_request=0,
        months={names[0]: read} if read else {},
        findings={},
        by_month=(),
        terms=(),
        actors={},
        acts={},
        purposes={},
        reasons=0,
        uninformative={},
        answers={Answer.MAY: read} if read else {},
        rules=(),
        unsettled={},
        packs=counsel.versions,
        lexicon="2026.11.0",
        registry="2026.11.0",
    )
