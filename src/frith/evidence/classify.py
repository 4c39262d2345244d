# ruff: noqa: S608 - every name and text in the SQL is written by record.py, which quotes it
"""Every record classified, once for each distinct combination of what its row says.

After `classify` the connection has, besides the views of `stage`:
`record_classes`   one row a class: `class_id`, `n` rows, `period`, what the rows say (`raw_...`), the facts (NULL is
                   unknown), and the evidence
`classified_rows`  a view: every record with its `class_id`
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from frith.errors import LogError

from . import lexicon as lexicons
from . import registry as registries
from .actor import Actor, resolve
from .facts import COLUMNS, facts_of
from .lexicon import Lexicon
from .period import Period, period_sql
from .profile import Profile
from .purpose import Reading, Said, both, read
from .record import literal
from .registry import Registry
from .stage import Staged

PAGE = 20_000
# How a column of "for whom" says that it was for nobody else.
NOBODY = ("none", "nobody", "no one", "n/a", "na", "not applicable", "self", "ninguno", "ninguna")
_RAW = ("actor", "on_behalf_of", "reason", "offense_type", "outcome")
_SPANS = pa.list_(
    pa.struct([("start", pa.int32()), ("end", pa.int32()), ("term", pa.string()), ("kind", pa.string())])
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What was classified, and by which data."""

    classes: int
    lexicon: str
    registry: str


def classify(
    con: duckdb.DuckDBPyConnection, staged: Staged, *, home_state: str, period: Period | None = None
) -> Classified:
    """The table `record_classes` and the view `classified_rows` stand in the connection.

    `home_state` is the two letters of the reader's own state: who is out of state depends on it.
    """
    profiles = {file.profile.name: file.profile for file in staged.files}
    words, names = lexicons.load(home_state), registries.load()
    _gather(con, staged, profiles, period or Period())
    _check_own(con, profiles)
    says = _Texts(con, words).read_all()
    actors = _Names(con, names, home_state).resolve_all()
    _combine(con, profiles, says, actors)
    classes = con.execute("SELECT count(*) FROM record_classes").fetchone()
    return Classified(
        classes=classes[0] if classes else 0,
        lexicon=f"{words.version} {words.digest[:12]}",
        registry=f"{names.version} {names.digest[:12]}",
    )


def _gather(
    con: duckdb.DuckDBPyConnection, staged: Staged, profiles: dict[str, Profile], period: Period
) -> None:
    """`record_values`: what rows say, each combination once, with how many rows say it."""
    raw = ", ".join(f"{field} AS raw_{field}" for field in _RAW)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE record_values AS
        SELECT CAST(row_number() OVER () AS INTEGER) AS class_id, *, {_requests(profiles)} AS request,
               {_conditions(profiles)} AS conditions
        FROM (SELECT profile, {raw}, {period_sql(staged, period)} AS period,
                     case_number IS NOT NULL AND case_number <> '' AS case_given,
                     count(*) AS n
              FROM records GROUP BY ALL)""")
    keys = " AND ".join(f"r.{field} IS NOT DISTINCT FROM v.raw_{field}" for field in _RAW)
    con.execute(f"""
        CREATE OR REPLACE TEMP VIEW classified_rows AS
        SELECT r.*, v.class_id FROM records r JOIN record_values v
        ON r.profile = v.profile AND {keys} AND ({period_sql(staged, period, "r.")}) IS NOT DISTINCT FROM v.period
        AND (r.case_number IS NOT NULL AND r.case_number <> '') = v.case_given""")


def _check_own(con: duckdb.DuckDBPyConnection, profiles: dict[str, Profile]) -> None:
    """An audit of one organisation's own users that names several organisations is not one."""
    alone = [literal(name) for name, profile in profiles.items() if profile.one_actor]
    found = con.execute(f"""
        SELECT profile, count(DISTINCT raw_actor) FROM record_values
        WHERE profile IN ({", ".join([*alone, "''"])}) GROUP BY profile HAVING count(DISTINCT raw_actor) > 1""")
    for name, actors in found.fetchall():
        raise LogError(
            f"{actors} organisations search in this log, and profile `{name}` is for the users of one",
            mend="name the profile of a network's audit with --profile network-audit",
        )


def _requests(profiles: dict[str, Profile]) -> str:
    """SQL: whether a row records a request at all."""
    cases = [
        f"WHEN {literal(name)} THEN coalesce(regexp_matches(raw_reason, {literal(profile.requests.pattern)}), false)"
        for name, profile in profiles.items()
        if profile.requests
    ]
    return f"CASE profile {' '.join(cases)} ELSE true END" if cases else "true"


def _conditions(profiles: dict[str, Profile]) -> str:
    """SQL: for each `when` rule of the row's profile 1 or 0."""
    cases = []
    for name, profile in profiles.items():
        tests = [
            f"CASE WHEN regexp_matches(coalesce(raw_{rule.field}, ''), {literal(rule.pattern.pattern)}) "
            "THEN '1' ELSE '0' END"
            for rule in profile.when
        ]
        if tests:
            cases.append(f"WHEN {literal(name)} THEN concat({', '.join(tests)})")
    return f"CASE profile {' '.join(cases)} ELSE '' END" if cases else "''"


def _pages(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> Iterator[list[str]]:
    """The distinct texts of the columns, a page at a time; no text at all reads as an empty one."""
    union = " UNION ".join(
        f"SELECT coalesce(raw_{column}, '') AS text FROM record_values" for column in columns
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE texts AS SELECT row_number() OVER () AS id, text FROM ({union})"
    )
    start = 0
    while page := con.execute(
        "SELECT text FROM texts WHERE id > ? AND id <= ? ORDER BY id", [start, start + PAGE]
    ).fetchall():
        yield [row[0] for row in page]
        start += PAGE
    con.execute("DROP TABLE texts")


class _Texts:
    """Reasons and drop-down columns, each distinct text read once into the table `text_readings`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
        self._con, self._lexicon = con, lexicon
        self._ids: dict[Said, int] = {}

    def read_all(self) -> list[Said]:
        """Everything that some text says; a text's `said` is the place in this list."""
        self._con.execute("""
            CREATE OR REPLACE TEMP TABLE text_readings (text VARCHAR, said INTEGER,
            spans STRUCT("start" INTEGER, "end" INTEGER, term VARCHAR, kind VARCHAR)[])""")
        for page in _pages(self._con, ("reason", "offense_type")):
            readings = [read(text, self._lexicon) for text in page]
            said = [self._ids.setdefault(reading.said, len(self._ids)) for reading in readings]
            spans = pa.array([_shown(reading) for reading in readings], _SPANS)
            table = pa.table(
                {"text": pa.array(page, pa.string()), "said": pa.array(said, pa.int32()), "spans": spans}
            )
            _insert(self._con, "text_readings", table)
        return list(self._ids)


def _shown(reading: Reading) -> list[dict[str, object]]:
    return [
        {"start": span.start, "end": span.end, "term": span.term.id, "kind": span.term.kind.value}
        for span in reading.spans
    ]


class _Names:
    """Organisations, each distinct name resolved once into the table `actor_readings`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, registry: Registry, home_state: str) -> None:
        self._con, self._registry, self._home = con, registry, home_state

    def resolve_all(self) -> list[Actor]:
        """Every organisation; a name's `actor` is the place in this list of one that is the same in all but name."""
        self._con.execute("CREATE OR REPLACE TEMP TABLE actor_readings (name VARCHAR, actor INTEGER)")
        ids: dict[tuple[object, ...], int] = {}
        found: list[Actor] = []
        for page in _pages(self._con, ("actor", "on_behalf_of")):
            places = []
            for name in page:
                actor = resolve(name, self._registry, home_state=self._home)
                key = (actor.kind, actor.component, actor.state, actor.body, actor.inactive, actor.sure)
                if key not in ids:
                    ids[key] = len(found)
                    found.append(actor)
                places.append(ids[key])
            table = pa.table({"name": pa.array(page, pa.string()), "actor": pa.array(places, pa.int32())})
            _insert(self._con, "actor_readings", table)
        return found


def _combine(
    con: duckdb.DuckDBPyConnection, profiles: dict[str, Profile], says: list[Said], actors: list[Actor]
) -> None:
    """`record_classes`: values, what they say, and the facts, which are made once for each combination."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE record_meanings AS
        SELECT v.*, r.said AS said, o.said AS offense_said, r.spans AS spans, o.spans AS offense_spans,
               a.actor AS actor, b.actor AS behalf, {_behalf()} AS behalf_says
        FROM record_values v
        JOIN text_readings r ON r.text = coalesce(v.raw_reason, '')
        JOIN text_readings o ON o.text = coalesce(v.raw_offense_type, '')
        JOIN actor_readings a ON a.name = coalesce(v.raw_actor, '')
        JOIN actor_readings b ON b.name = coalesce(v.raw_on_behalf_of, '')""")
    key = "profile, request, conditions, said, offense_said, actor, behalf, behalf_says"
    combinations = con.execute(f"SELECT DISTINCT {key} FROM record_meanings").fetchall()
    rows = [_row(combination, profiles, says, actors) for combination in combinations]
    con.register("combinations", pa.Table.from_pylist(rows, schema=_COMBINATION))
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE record_classes AS
        SELECT * EXCLUDE (conditions, said, offense_said, actor, behalf, behalf_says)
        FROM record_meanings JOIN combinations USING ({key})""")
    con.unregister("combinations")
    con.execute("DROP TABLE record_meanings")


def _behalf() -> str:
    """SQL: whether the row's own column names somebody it was done for, says that there is nobody, or is silent."""
    nobody = ", ".join(literal(word) for word in NOBODY)
    return f"""CASE WHEN coalesce(v.raw_on_behalf_of, '') = '' THEN ''
        WHEN lower(v.raw_on_behalf_of) IN ({nobody}) THEN 'nobody' ELSE 'somebody' END"""


_COMBINATION = pa.schema(
    [
        ("profile", pa.string()),
        ("request", pa.bool_()),
        ("conditions", pa.string()),
        *((name, pa.int32()) for name in ("said", "offense_said", "actor", "behalf")),
        ("behalf_says", pa.string()),
        *((name, pa.string()) for name in COLUMNS),
        ("purpose_kinds", pa.list_(pa.string())),
        ("authorities", pa.list_(pa.string())),
        *((name, pa.string()) for name in ("purpose_kind", "matter", "strength", "uninformative")),
        ("authority_with_crime", pa.bool_()),
        *((name, pa.string()) for name in ("actor_kind", "actor_component", "actor_state", "actor_sure")),
        ("actor_inactive", pa.bool_()),
    ]
)


def _row(
    combination: tuple[object, ...], profiles: dict[str, Profile], says: list[Said], actors: list[Actor]
) -> dict[str, object]:
    name, request, conditions, said_at, offense_at, actor_at, behalf_at, behalf_says = combination
    actor = actors[int(str(actor_at))]
    said = both(says[int(str(said_at))], says[int(str(offense_at))])
    behalf = actors[int(str(behalf_at))] if behalf_says else None
    if behalf and behalf_says == "nobody":
        behalf = replace(behalf, kind="none")
    facts = (
        facts_of(profiles[str(name)], said, actor, behalf=behalf, conditions=str(conditions))
        if request
        else {}
    )
    return {
        **dict(zip(_COMBINATION.names[:8], combination, strict=True)),
        **facts,
        "purpose_kinds": [kind.value for kind in said.kinds],
        "authorities": list(said.authorities),
        "purpose_kind": said.kind.value,
        "matter": said.matter.value,
        "strength": said.strength.value,
        "uninformative": said.uninformative.value,
        "authority_with_crime": said.authority_with_crime,
        "actor_kind": facts.get("requester_kind", "") or actor.kind or "unknown",
        "actor_component": actor.component,
        "actor_state": actor.state,
        "actor_sure": actor.sure.value,
        "actor_inactive": actor.inactive,
    }


def _insert(con: duckdb.DuckDBPyConnection, target: str, table: pa.Table) -> None:
    con.register("page", table)
    con.execute(f"INSERT INTO {target} SELECT * FROM page")
    con.unregister("page")
