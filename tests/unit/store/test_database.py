"""Opening: the schema is brought up to date, and what can't be opened is said in a sentence."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from rorf_data.errors import StoreRefused
from rorf_data.settings import find_places
from rorf_data.store import tables
from rorf_data.store.database import NEWEST_SCHEMA, open_store, token_key, writing


def test_the_migrations_make_just_the_tables_that_the_program_knows(engine_url):
    """Nothing is in the tables that no migration makes, nor the other way round."""
    engine = open_store(engine_url)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == NEWEST_SCHEMA
    engine.dispose()


def test_opening_again_changes_nothing(engine_url):
    """A database that is up to date is opened as it is."""
    open_store(engine_url).dispose()
    engine = open_store(engine_url)

    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.loads)) == 0
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused(engine_url):
    """An older program does not touch what it can't know."""
    engine = open_store(engine_url)
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreRefused, match="newer version"):
        open_store(engine_url)


@pytest.mark.parametrize("url", ["mysql://localhost/kits", "no address at all", "postgresql://127.0.0.1:1/nothing"])
def test_an_address_that_cannot_be_opened_is_said_in_a_sentence(url):
    """No traceback: the sentence says that the database is at fault."""
    with pytest.raises(StoreRefused, match=r"database|DATABASE"):
        open_store(url)


def test_an_sqlite_file_that_is_no_database_is_refused(tmp_path):
    """A text file in its place is named as what it is."""
    path = tmp_path / "rorf.sqlite"
    path.write_text("this is a shopping list, and long enough to be taken for a header\n" * 20)

    with pytest.raises(StoreRefused, match="database"):
        open_store(f"sqlite:///{path}")


def test_foreign_keys_and_the_write_ahead_log_are_on(sqlite_url):
    """SQLite checks references, and readers don't wait for a load."""
    engine = open_store(sqlite_url)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_rows_hashed_with_another_key_are_not_mixed(engine_url, tmp_path):
    """With another key every record would be new once more, so it is refused."""
    engine = open_store(engine_url)
    first = find_places({"RORF_DATABASE_URL": engine_url, "RORF_TOKEN_KEY": "one"}, tmp_path)
    other = find_places({"RORF_DATABASE_URL": engine_url, "RORF_TOKEN_KEY": "another"}, tmp_path)

    assert token_key(engine, first) == token_key(engine, first)
    with pytest.raises(StoreRefused, match="key"):
        token_key(engine, other)
    engine.dispose()


@pytest.mark.parametrize("text", ["", "\n", "f" * 31])
def test_a_key_file_that_is_empty_or_cut_short_is_refused(sqlite_url, tmp_path, text):
    """Everything would be hashed with a key that anybody can guess."""
    engine = open_store(sqlite_url)
    places = find_places({"RORF_DATABASE_URL": sqlite_url}, tmp_path)
    places.key_file.write_text(text)

    with pytest.raises(StoreRefused, match="empty or cut short"):
        token_key(engine, places)
    engine.dispose()


def test_a_load_that_waits_too_long_for_another_ends_in_a_sentence(sqlite_url, monkeypatch):
    """No traceback where another load holds the database."""
    monkeypatch.setattr("rorf_data.store.database.LONGEST_WAIT_SECONDS", 0.1)
    first, second = open_store(sqlite_url), open_store(sqlite_url)

    with writing(first), pytest.raises(StoreRefused, match="other load"), writing(second):
        pass
    first.dispose()
    second.dispose()


def test_the_key_lies_beside_the_database_and_not_in_it(sqlite_url, tmp_path):
    """A new key is made once and read again."""
    engine = open_store(sqlite_url)
    places = find_places({"RORF_DATABASE_URL": sqlite_url}, tmp_path)

    key = token_key(engine, places)

    kept = places.key_file.read_text().strip()
    assert token_key(engine, places) == key
    engine.dispose()
    stored = (tmp_path / "rorf.sqlite").read_bytes()
    assert len(kept) == 64
    assert kept.encode() not in stored
    assert key not in stored


def test_records_of_the_first_release_are_still_the_same_records(load, workplace):
    """Their contents were hashed in another way then; sent again, what says the same is unchanged all the same."""
    text = "log id,date,agency,town,kits\n1,2026-03-04,Kent VFD,Kent,2\n2,2026-03-05,Kent VFD,Sharon,1\n"
    load(text)
    with writing(workplace.engine) as connection:
        connection.execute(tables.distributions.update().values(content="0" * 32))
        connection.execute(tables.facts.insert().values(name="contents_of_0001", value="yes"))

    again = load(text.replace("Sharon,1", "Sharon,3"), name="again.csv")

    assert (again.new, again.changed, again.unchanged) == (0, 1, 1)
