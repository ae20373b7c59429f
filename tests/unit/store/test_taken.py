"""The log of what was taken away: every frame of every file, with who, when, what, which filters and the hashes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rorf_data.answers.taken import taken_table
from rorf_data.disclosure.asked import Asked
from rorf_data.disclosure.release import Released
from rorf_data.errors import StoreRefused
from rorf_data.exports import to_csv
from rorf_data.exports.check_code import check_code, content_sha256
from rorf_data.exports.taking import log_taken
from rorf_data.model import Audience
from rorf_data.store.database import writing
from rorf_data.store.taken import find_taken, find_taken_file, load_taken
from rorf_data.workplace import Workplace
from tests.unit.picture_frames import by_month, by_town

FIRST, SECOND = datetime(2026, 11, 22, 15, 30, tzinfo=UTC), datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
KITS = by_town(total_kits=[4, 1, None]).asked_as(Asked("towns.towns_table", ("2026",)))
CALLS = replace(by_month(total_calls=[1, 2]), audience=Audience.INTERNAL)


def take(
    workplace: Workplace, *frames: Released, form: str = "csv", now: datetime = FIRST, content: bytes = b""
) -> None:
    """Write down that a file of these frames is taken away."""
    log_taken(workplace.reader(), content, frames, form=form, by="jd", now=now.replace(tzinfo=None))


def test_a_file_is_written_down_with_all_that_it_is_known_by(workplace: Workplace) -> None:
    """Who, when, for whom, in which form, what was asked, under which policy, of which data, and both hashes."""
    content = to_csv(KITS)
    take(workplace, KITS, content=content)

    with workplace.engine.connect() as connection:
        [entry] = load_taken(connection)
    assert entry._asdict() == {
        "taken_at": FIRST.replace(tzinfo=None),
        "taken_by": "jd",
        "audience": "shared",
        "form": "csv",
        "title": "Kits left",
        "asked": '["towns.towns_table", ["2026"], {}]',
        "filters": "January 2026 to March 2026; Kent, Litchfield and Warren",
        "policy": str(workplace.settings.sharing.policy),
        "data_version": 0,
        "content_sha256": content_sha256(KITS),
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "check_code": check_code(KITS),
    }


def test_an_internal_file_has_no_policy(workplace: Workplace) -> None:
    """It was made under none; and a frame that can't be asked for again has no question."""
    take(workplace, CALLS)

    with workplace.engine.connect() as connection:
        [entry] = load_taken(connection)
    assert (entry.audience, entry.policy, entry.asked) == ("internal", "", "")


def test_entries_are_found_by_check_code_and_by_file(workplace: Workplace) -> None:
    """A deck has an entry for each of its frames, all with its own hash; a frame that is shown twice has one."""
    take(workplace, KITS, content=b"one")
    take(workplace, KITS, CALLS, KITS, form="pptx", now=SECOND, content=b"two")

    with workplace.engine.connect() as connection:
        assert [entry.form for entry in find_taken(connection, check_code(KITS))] == ["pptx", "csv"]
        assert [entry.form for entry in find_taken(connection, "0000-0000-0000")] == []
        found = find_taken_file(connection, hashlib.sha256(b"two").hexdigest())
    assert {entry.check_code for entry in found} == {check_code(KITS), check_code(CALLS)}
    assert len(found) == 2


def test_staff_see_the_log_in_their_own_time(workplace: Workplace) -> None:
    """Newest first; an internal file stands out; a moment is told by the programme's own clocks."""
    take(workplace, KITS)
    take(workplace, CALLS, form="xlsx", now=SECOND)
    shown = taken_table(workplace.reader())

    assert list(shown.frame["taken_at"]) == ["2026-11-22 23:00", "2026-11-22 10:30"]
    assert list(shown.frame["audience"]) == ["INTERNAL", "shared"]
    assert list(shown.frame["form"]) == ["XLSX", "CSV"]
    assert shown.audience is Audience.INTERNAL


def test_an_empty_log_is_an_empty_table(workplace: Workplace) -> None:
    """Nothing was taken away yet."""
    assert taken_table(workplace.reader()).frame.empty


def test_what_cannot_be_written_down_is_refused(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody gets a file of which nobody would know."""
    if workplace.engine.dialect.name != "sqlite":
        take(workplace, KITS)  # the other database waits for no load
        return
    with writing(workplace.engine), workplace.engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout=1")
        other.close()
        with pytest.raises(StoreRefused, match="No file was made"):
            take(workplace, KITS)
