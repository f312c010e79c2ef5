"""The ledger's file: opening it, and the numbered migrations that shape it.

A ledger is one SQLite file in WAL mode (many readers while one writes). Its header carries ``APPLICATION_ID`` and, as
``user_version``, the number of migrations applied, so that another program's database, or a ledger of a newer On Record, is
refused instead of being written to. A migration is a function and its name; what was applied stands in the table
``migrations``. A migration that has been published is never changed: add another.

``synchronous=NORMAL``: a killed process loses nothing that was committed; after a power cut the last transactions may be gone,
never half there, and reading the same files again restores them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from onrecord.errors import LedgerError

APPLICATION_ID = 0x4F6E5265
"""'OnRe' in ASCII."""

_HEADER = b"SQLite format 3\x00"


def now() -> str:
    """The time, UTC, to the second, as ISO 8601. The ledger alone looks at the clock; nothing read depends on it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to the ledger at ``path``, brought to the newest migration.

    With ``write`` the file is made where there is none. LedgerError where it is missing (without ``write``), is no ledger, is
    newer than this program, or cannot be opened.
    """
    if not path.exists() and not write:
        raise LedgerError(f"no ledger at {path}", f"read reports into one first: onrecord read PATH -o {path}")
    _refuse_other_files(path)
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 30000")
        _refuse_other_databases(connection, path)
        if _version(connection) < len(MIGRATIONS):
            connection.execute("PRAGMA journal_mode = WAL")
            migrate(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        if not write:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise LedgerError(f"cannot open {path}: {error}", "look at the file's permissions, or name another with -o") from error
    return connection


def _refuse_other_files(path: Path) -> None:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder", "name a file")
    if not path.exists():
        if not path.parent.exists():
            raise LedgerError(f"no folder {path.parent} for the ledger {path.name}", "make the folder first")
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise LedgerError(f"cannot open {path}: {error.strerror}", "look at the file's permissions") from error
    if head and head != _HEADER:
        raise LedgerError(f"{path} is not a ledger (nor any SQLite file)", "name another file with -o")


def _refuse_other_databases(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID and (application or connection.execute("SELECT 1 FROM sqlite_schema").fetchone()):
        raise LedgerError(f"{path} is a database of another program", "name another file with -o")
    if _version(connection) > len(MIGRATIONS):
        raise LedgerError(f"{path} was written by a newer On Record", "upgrade: pip install --upgrade onrecord")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of what is done inside, or nothing. Takes the write lock at once, so that it never fails half way for want of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Apply the migrations that are missing, in one transaction, and give their names."""
    with transaction(connection):
        done = _version(connection)
        missing = MIGRATIONS[done:]
        for name, apply in missing:
            apply(connection)
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (name, now()))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return tuple(name for name, _ in missing)


def _statements(connection: sqlite3.Connection, script: str) -> None:
    """Run a script statement by statement: ``executescript`` would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


# ------------------------------------------------------------------------------------------------------------- migrations

_REPORTS = """
CREATE TABLE migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL) STRICT;

CREATE TABLE reports (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT, published TEXT, outlet TEXT, agency TEXT, url TEXT, language TEXT,
  words INTEGER NOT NULL,
  chars INTEGER NOT NULL,
  text TEXT NOT NULL,
  captions TEXT NOT NULL DEFAULT '[]',
  metadata TEXT NOT NULL DEFAULT '{}',
  by_hand INTEGER NOT NULL DEFAULT 0,
  family INTEGER REFERENCES families(n) DEFERRABLE INITIALLY DEFERRED,
  place_in_family INTEGER NOT NULL DEFAULT 0,
  added TEXT NOT NULL
) STRICT;
CREATE INDEX reports_family ON reports(family, place_in_family);
CREATE INDEX reports_published ON reports(published);
CREATE INDEX reports_outlet ON reports(outlet);

CREATE TABLE inputs (
  path TEXT NOT NULL,
  input_id TEXT NOT NULL DEFAULT '',
  report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE,
  PRIMARY KEY (path, input_id, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX inputs_report ON inputs(report);

CREATE TABLE refusals (
  path TEXT NOT NULL,
  input_id TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  remedy TEXT NOT NULL,
  added TEXT NOT NULL,
  PRIMARY KEY (path, input_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE readings (
  report INTEGER PRIMARY KEY REFERENCES reports(n) ON DELETE CASCADE,
  reader TEXT NOT NULL,
  claims BLOB NOT NULL
) STRICT;

CREATE TABLE shingles (
  hash INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE,
  PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;
"""

_GROUPS = """
CREATE TABLE stories (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  first TEXT, last TEXT,
  origins INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  outlets TEXT NOT NULL DEFAULT '[]',
  settled INTEGER NOT NULL DEFAULT 0,
  added TEXT NOT NULL
) STRICT;
CREATE INDEX stories_last ON stories(last DESC, n);

CREATE TABLE families (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  root INTEGER NOT NULL REFERENCES reports(n) DEFERRABLE INITIALLY DEFERRED,
  story INTEGER REFERENCES stories(n) DEFERRABLE INITIALLY DEFERRED,
  place_in_story INTEGER NOT NULL DEFAULT 0,
  settled INTEGER NOT NULL DEFAULT 0,
  reports INTEGER NOT NULL,
  added TEXT NOT NULL
) STRICT;
CREATE INDEX families_story ON families(story, place_in_story);
CREATE INDEX families_root ON families(root);
CREATE INDEX families_unsettled ON families(n) WHERE settled = 0;

CREATE TABLE edges (
  n INTEGER PRIMARY KEY,
  family INTEGER NOT NULL REFERENCES families(n) ON DELETE CASCADE,
  parent INTEGER NOT NULL REFERENCES reports(n),
  child INTEGER NOT NULL REFERENCES reports(n),
  relation TEXT NOT NULL,
  containment REAL NOT NULL,
  directed INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX edges_family ON edges(family);
CREATE INDEX edges_parent ON edges(parent);
CREATE INDEX edges_child ON edges(child);

CREATE TABLE edge_sentences (
  edge INTEGER NOT NULL REFERENCES edges(n) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('dropped', 'added', 'changed')),
  parent_start INTEGER, parent_end INTEGER, parent_text TEXT,
  child_start INTEGER, child_end INTEGER, child_text TEXT,
  PRIMARY KEY (edge, ordinal)
) STRICT, WITHOUT ROWID;
"""

_CLAIMS = """
CREATE TABLE claims (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('event', 'figure', 'quote', 'aid', 'unknown')),
  family INTEGER NOT NULL REFERENCES families(n) ON DELETE CASCADE,
  story INTEGER REFERENCES stories(n) DEFERRABLE INITIALLY DEFERRED,
  code TEXT,
  main INTEGER NOT NULL,
  confidence REAL NOT NULL,
  segment TEXT NOT NULL,
  origins INTEGER NOT NULL,
  support INTEGER NOT NULL DEFAULT 1,
  key TEXT NOT NULL,
  content TEXT NOT NULL,
  reports INTEGER NOT NULL,
  review TEXT,
  day TEXT,
  published TEXT,
  added TEXT NOT NULL,
  sentence TEXT NOT NULL,
  when_text TEXT, when_value TEXT, when_resolved TEXT, when_anchor TEXT,
  where_text TEXT, where_name TEXT, where_country TEXT, where_admin1 TEXT,
  where_lat REAL, where_lon REAL, where_precision TEXT,
  type TEXT, mode TEXT, contexts TEXT, trigger_text TEXT, polarity TEXT, modality TEXT, hazard TEXT,
  metric TEXT, value REAL, low REAL, high REAL, unit TEXT, item TEXT, qualifier TEXT,
  text TEXT, direct INTEGER, partial INTEGER,
  amount REAL, currency TEXT, status TEXT, reply TEXT,
  about TEXT,
  UNIQUE (family, id)
) STRICT;
CREATE INDEX claims_id ON claims(id);
CREATE INDEX claims_content ON claims(content);
CREATE INDEX claims_story ON claims(story, kind, day);
CREATE INDEX claims_kind ON claims(kind, day);
CREATE INDEX claims_code ON claims(code, day);
CREATE INDEX claims_day ON claims(day);
CREATE INDEX claims_review ON claims(review) WHERE review IS NOT NULL;
CREATE INDEX claims_support ON claims(kind, day) WHERE support > 1;
CREATE INDEX claims_support_day ON claims(day) WHERE support > 1;
CREATE INDEX claims_modality ON claims(modality, day) WHERE modality IS NOT NULL;
CREATE INDEX claims_polarity ON claims(polarity, day) WHERE polarity IS NOT NULL;
CREATE INDEX claims_key ON claims(story, key);

CREATE TABLE parties (
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL DEFAULT '',
  sector TEXT NOT NULL DEFAULT '',
  UNIQUE (name, country, sector)
) STRICT;
CREATE INDEX parties_country ON parties(country);

CREATE TABLE claim_parties (
  claim INTEGER NOT NULL REFERENCES claims(n) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('source', 'actor', 'recipient', 'speaker', 'donor')),
  ordinal INTEGER NOT NULL,
  party INTEGER NOT NULL REFERENCES parties(n),
  text TEXT NOT NULL,
  kind TEXT,
  PRIMARY KEY (claim, role, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_parties_party ON claim_parties(party, role, claim);

CREATE TABLE claim_countries (
  country TEXT NOT NULL,
  day TEXT NOT NULL,
  claim INTEGER NOT NULL REFERENCES claims(n) ON DELETE CASCADE,
  PRIMARY KEY (country, day, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_countries_claim ON claim_countries(claim);

CREATE TABLE claim_dyads (
  actor TEXT NOT NULL,
  recipient TEXT NOT NULL,
  day TEXT NOT NULL,
  claim INTEGER NOT NULL REFERENCES claims(n) ON DELETE CASCADE,
  PRIMARY KEY (actor, recipient, day, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_dyads_claim ON claim_dyads(claim);

CREATE TABLE evidence (
  claim INTEGER NOT NULL REFERENCES claims(n) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES reports(n),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (claim, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_report ON evidence(report, claim);
"""

_REVIEW = """
CREATE TABLE corrections (
  n INTEGER PRIMARY KEY,
  action TEXT NOT NULL CHECK (action IN ('accept', 'correct', 'reject', 'add', 'apart', 'move')),
  subject TEXT NOT NULL,
  other TEXT,
  reason TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  before TEXT,
  after TEXT,
  person TEXT NOT NULL DEFAULT '',
  added TEXT NOT NULL,
  undone TEXT
) STRICT;
CREATE INDEX corrections_subject ON corrections(subject);

CREATE TABLE changes (
  n INTEGER PRIMARY KEY,
  added TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  other TEXT,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX changes_subject ON changes(subject);
"""

_SEARCH = """
CREATE VIRTUAL TABLE reports_fts USING fts5(title, text, content='reports', content_rowid='n', tokenize='porter unicode61');
CREATE TRIGGER reports_fts_insert AFTER INSERT ON reports BEGIN
  INSERT INTO reports_fts(rowid, title, text) VALUES (new.n, new.title, new.text);
END;
CREATE TRIGGER reports_fts_delete AFTER DELETE ON reports BEGIN
  INSERT INTO reports_fts(reports_fts, rowid, title, text) VALUES ('delete', old.n, old.title, old.text);
END;

CREATE VIRTUAL TABLE claims_fts USING fts5(sentence, content='claims', content_rowid='n', tokenize='porter unicode61');
CREATE TRIGGER claims_fts_insert AFTER INSERT ON claims BEGIN
  INSERT INTO claims_fts(rowid, sentence) VALUES (new.n, new.sentence);
END;
CREATE TRIGGER claims_fts_delete AFTER DELETE ON claims BEGIN
  INSERT INTO claims_fts(claims_fts, rowid, sentence) VALUES ('delete', old.n, old.sentence);
END;
"""


def _names(role: str) -> str:
    """The names of a claim's parties in one role, in order, as SQL."""
    return (
        "(SELECT group_concat(name, '; ') FROM (SELECT p.name FROM claim_parties cp JOIN parties p ON p.n = cp.party "
        f"WHERE cp.claim = c.n AND cp.role = '{role}' ORDER BY cp.ordinal))"
    )


def _countries(role: str) -> str:
    return (
        "(SELECT group_concat(country, '; ') FROM (SELECT p.country FROM claim_parties cp JOIN parties p ON p.n = cp.party "
        f"WHERE cp.claim = c.n AND cp.role = '{role}' ORDER BY cp.ordinal))"
    )


_COMMON = """c.day, c.published, c.when_text, c.when_value, c.when_resolved, c.where_name AS place, c.where_country AS country,
  c.where_lat AS lat, c.where_lon AS lon, c.support AS origins, c.reports, c.main, c.confidence, c.review, c.sentence,
  s.id AS story, s.title AS story_title, f.id AS family, c.id AS claim"""

_FROM = """FROM claims c JOIN families f ON f.n = c.family LEFT JOIN stories s ON s.n = c.story
  WHERE (c.review IS NULL OR c.review <> 'rejected') AND c.kind ="""


_SAID = f"{_names('source')} AS source"
_EVENT_COLUMNS = (
    f"c.type, c.mode, c.trigger_text AS trigger, {_names('actor')} AS actor, {_countries('actor')} AS actor_country, "
    f"{_names('recipient')} AS recipient, {_countries('recipient')} AS recipient_country, c.polarity, c.modality, c.hazard, "
    f"c.contexts, {_SAID}"
)


def _view(connection: sqlite3.Connection, name: str, columns: str, kind: str) -> None:
    connection.execute(f"CREATE VIEW {name} AS SELECT {columns}, {_COMMON} {_FROM} '{kind}'")


def _views(connection: sqlite3.Connection) -> None:
    columns = {
        "events": _EVENT_COLUMNS,
        "figures": f"c.metric, c.value, c.low, c.high, c.qualifier, c.unit, c.item, c.text, c.hazard, {_SAID}",
        "quotes": f"c.text, {_names('speaker')} AS speaker, {_countries('speaker')} AS speaker_country, c.partial, {_SAID}",
        "aid": f"{_names('donor')} AS donor, {_names('recipient')} AS recipient, c.item, c.amount, c.currency, c.status, "
        f"c.reply, {_SAID}",
        "unknowns": f"c.about, {_SAID}",
    }
    kinds = {"events": "event", "figures": "figure", "quotes": "quote", "aid": "aid", "unknowns": "unknown"}
    for view, own in columns.items():
        _view(connection, view, own, kinds[view])
    connection.execute(
        "CREATE VIEW sources AS SELECT p.name, p.country, p.sector, cp.kind, cp.ordinal, cp.text, c.kind AS claim_kind, "
        "c.code, c.day, c.sentence, c.support AS origins, s.id AS story, c.id AS claim FROM claim_parties cp "
        "JOIN parties p ON p.n = cp.party JOIN claims c ON c.n = cp.claim LEFT JOIN stories s ON s.n = c.story "
        "WHERE cp.role = 'source' AND (c.review IS NULL OR c.review <> 'rejected')"
    )


_CHANGED = """
ALTER TABLE stories ADD COLUMN changed TEXT NOT NULL DEFAULT '';
UPDATE stories SET changed = coalesce((SELECT max(added) FROM claims WHERE story = stories.n), added);
CREATE INDEX stories_changed ON stories(substr(changed, 1, 16) DESC, last DESC, n);
"""
"""When a story's record changed last: a claim came, was decided about, or was moved; a copy that adds nothing is no change. The
order goes by the minute, so that the stories of one reading stand in order of the news."""


_PIECES = """
CREATE TABLE pieces (
  family INTEGER PRIMARY KEY REFERENCES families(n) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  time REAL NOT NULL,
  features BLOB NOT NULL
) STRICT;
CREATE INDEX pieces_day ON pieces(day, time);
ALTER TABLE reports ADD COLUMN sketch INTEGER NOT NULL DEFAULT 0;
UPDATE reports SET sketch = found.size FROM (SELECT report, count(*) AS size FROM shingles GROUP BY report) found
  WHERE found.report = reports.n;
"""
"""What families are compared by when stories are settled: the day number, the second, and packed words (``settling``); and how
many sampled shingles a report has, of which a copy must share its part (``grouping``)."""


_DENIALS = """
CREATE TABLE denials (
  claim INTEGER NOT NULL REFERENCES claims(n) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES claims(n) ON DELETE CASCADE,
  PRIMARY KEY (claim, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX denials_other ON denials(other);
DROP VIEW events;
"""
"""Which claims of a text tell one act as done and as not done: one row each way (`EventClaim.contradicts`)."""


def _denials(connection: sqlite3.Connection) -> None:
    _statements(connection, _DENIALS)
    ids = "(SELECT group_concat(o.id, '; ') FROM denials d JOIN claims o ON o.n = d.other WHERE d.claim = c.n)"
    _view(connection, "events", f"{_EVENT_COLUMNS}, {ids} AS contradicts", "event")


def _script(script: str) -> Callable[[sqlite3.Connection], None]:
    return lambda connection: _statements(connection, script)


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("0001_reports", _script(_REPORTS)),
    ("0002_groups", _script(_GROUPS)),
    ("0003_claims", _script(_CLAIMS)),
    ("0004_review", _script(_REVIEW)),
    ("0005_search", _script(_SEARCH)),
    ("0006_views", _views),
    ("0007_changed", _script(_CHANGED)),
    ("0008_pieces", _script(_PIECES)),
    ("0009_denials", _denials),
    ("0010_readers", _script("CREATE INDEX readings_reader ON readings(reader);\n")),
)
