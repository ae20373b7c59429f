"""A watched folder: what is complete, that only one taker gets a file, and that nothing is lost or overwritten."""

import os
import threading
from itertools import count

import pytest

from rorf_data.errors import FolderRefused
from rorf_data.watching import (
    ABANDONED_SECONDS,
    DONE,
    EMPTY_SETTLE_SECONDS,
    IN_WORK,
    MARK,
    NEEDS_A_PERSON,
    SETTLE_SECONDS,
    Taker,
    WatchedFolder,
)

NOW = 1_700_000_000.0
TOKENS = (f"t{number}" for number in count())


def watched(folder, *, host="here", process=1, running=()):
    """The folder as a taker of its own sees it; other processes run only when they are named."""
    taken = WatchedFolder(folder, Taker(host, process, next(TOKENS)), lambda number: number in running)
    taken.open()
    os.utime(taken.own / MARK, (NOW, NOW))
    return taken


def put(folder, name, content="date\n", *, age=0.0):
    """A file last changed this many seconds ago."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    os.utime(path, (NOW - age, NOW - age))
    return path


def names(paths):
    """The names of these files."""
    return [path.name for path in paths]


def files_under(folder):
    """Every file under the folder but the marks of takers, as paths from it."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != MARK
    )


def claimed(taker, name="log.csv", content="date\n"):
    """A file that the taker holds."""
    put(taker.folder, name, content, age=60)
    return taker.claim(next(path for path in taker.complete(NOW, by_age=True) if path.name == name))


def test_a_file_is_complete_when_two_looks_find_it_the_same(tmp_path):
    """Not on the first look, not before the time is over, and from anew when it has grown."""
    folder = watched(tmp_path)
    put(tmp_path, "log.csv", age=3600)

    assert folder.complete(NOW, by_age=False) == []
    assert folder.complete(NOW + SETTLE_SECONDS - 0.1, by_age=False) == []
    put(tmp_path, "log.csv", "date\nmore\n", age=3600)
    assert folder.complete(NOW + SETTLE_SECONDS, by_age=False) == []
    assert folder.complete(NOW + 2 * SETTLE_SECONDS - 0.1, by_age=False) == []
    assert names(folder.complete(NOW + 2 * SETTLE_SECONDS, by_age=False)) == ["log.csv"]


def test_a_file_of_the_same_size_that_was_written_again_is_looked_at_anew(tmp_path):
    """The time of its last change counts as well."""
    folder = watched(tmp_path)
    put(tmp_path, "log.csv", age=60)
    folder.complete(NOW, by_age=False)
    put(tmp_path, "log.csv", age=5)

    assert folder.complete(NOW + SETTLE_SECONDS, by_age=False) == []


@pytest.mark.parametrize(("age", "is_taken"), [(SETTLE_SECONDS - 0.1, False), (SETTLE_SECONDS, True), (-3600, False)])
def test_by_its_age_a_file_is_complete_when_it_was_left_alone_long_enough(tmp_path, age, is_taken):
    """One look is enough then; a date in the future says nothing."""
    folder = watched(tmp_path)
    put(tmp_path, "log.csv", age=age)

    assert names(folder.complete(NOW, by_age=True)) == ["log.csv"] * is_taken
    assert folder.lies_ahead(NOW) == (age < 0)


def test_an_empty_file_waits_longer(tmp_path):
    """Programs make a file before they fill it."""
    folder = watched(tmp_path)
    put(tmp_path, "log.csv", "", age=EMPTY_SETTLE_SECONDS - 0.1)
    assert folder.complete(NOW, by_age=True) == []

    put(tmp_path, "log.csv", "", age=EMPTY_SETTLE_SECONDS)
    assert names(folder.complete(NOW, by_age=True)) == ["log.csv"]


@pytest.mark.parametrize(
    "name",
    ["~$log.xlsx", ".~lock.log.ods#", ".hidden.csv", "log.csv.tmp", "log.csv.part", "log.crdownload", "log.csv~",
     "desktop.ini", "Thumbs.db", "log.TMP", "~WRL0001.tmp", ".log.csv.x7Yq", "log.csv.filepart"],
)  # fmt: skip
def test_what_programs_write_on_the_side_is_no_file(tmp_path, name):
    """Temporary, hidden and lock files are left alone for ever."""
    put(tmp_path, name, age=7200)

    assert watched(tmp_path).complete(NOW, by_age=True) == []


@pytest.mark.parametrize(
    "name", ["log.csv", "Log (2).XLSX", "template.csv", "partial results.csv", "a.b.csv", "no-ending"]
)
def test_any_other_file_is_taken(tmp_path, name):
    """Whatever it is called."""
    put(tmp_path, name, age=60)

    assert names(watched(tmp_path).complete(NOW, by_age=True)) == [name]


def test_folders_and_links_are_left_alone(tmp_path):
    """Only files that lie in the folder itself are taken, and no link leads out of it."""
    (tmp_path / "outside").mkdir()
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "sub").mkdir()
    put(folder / "sub", "log.csv", age=60)
    (folder / "link.csv").symlink_to(put(tmp_path / "outside", "log.csv", age=60))

    assert watched(folder).complete(NOW, by_age=True) == []


def test_a_claimed_file_is_nobody_elses(tmp_path):
    """The second taker that saw it gets nothing."""
    first, second = watched(tmp_path), watched(tmp_path, process=2, running={1})
    put(tmp_path, "log.csv", age=60)
    [mine], [theirs] = first.complete(NOW, by_age=True), second.complete(NOW, by_age=True)

    got = first.claim(mine)

    assert got is not None
    assert got.read_text() == "date\n"
    assert second.claim(theirs) is None
    assert second.abandoned(NOW) == []


def test_of_many_takers_at_once_each_file_goes_to_one(tmp_path):
    """Twelve threads after forty files: every file is claimed once."""
    for number in range(40):
        put(tmp_path, f"log{number}.csv", age=60)
    takers = [watched(tmp_path, process=number, running=range(12)) for number in range(12)]
    got: list[str] = []
    start = threading.Barrier(12)

    def take(folder):
        paths = folder.complete(NOW, by_age=True)
        start.wait()
        got.extend(path.name for path in map(folder.claim, paths) if path)

    threads = [threading.Thread(target=take, args=(folder,)) for folder in takers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == sorted(f"log{number}.csv" for number in range(40))


def test_a_file_that_changed_since_it_was_seen_is_not_claimed(tmp_path):
    """Somebody went on writing."""
    folder = watched(tmp_path)
    put(tmp_path, "log.csv", age=60)
    [path] = folder.complete(NOW, by_age=True)
    put(tmp_path, "log.csv", "date\nmore\n", age=0)

    assert folder.claim(path) is None
    assert files_under(tmp_path) == ["log.csv"]


def test_a_file_that_vanished_is_not_claimed(tmp_path):
    """Somebody took it back."""
    folder = watched(tmp_path)
    put(tmp_path, "log.csv", age=60)
    [path] = folder.complete(NOW, by_age=True)
    path.unlink()

    assert folder.claim(path) is None


def test_what_a_dead_taker_held_is_taken_up_at_once(tmp_path):
    """On the same computer it can be seen that the process is gone; its mark goes with the last file."""
    dead = watched(tmp_path, process=7)
    claimed(dead)
    heir = watched(tmp_path, process=8)

    [path] = heir.abandoned(NOW)
    taken = heir.claim(path)

    assert taken is not None
    assert taken.parent == heir.own
    assert not dead.own.exists()


@pytest.mark.parametrize("host", ["here", "elsewhere"])
def test_what_a_living_taker_holds_is_its_own(tmp_path, host):
    """It runs here, or nobody can tell and it has shown itself within the hour."""
    claimed(owner := watched(tmp_path, host=host, process=7))
    os.utime(owner.own / MARK, (NOW - ABANDONED_SECONDS, NOW - ABANDONED_SECONDS))

    assert watched(tmp_path, process=8, running={7}).abandoned(NOW) == []


@pytest.mark.parametrize("host", ["here", "elsewhere"])
def test_without_a_sign_for_an_hour_a_taker_is_given_up(tmp_path, host):
    """Even one that still runs: it hangs."""
    claimed(owner := watched(tmp_path, host=host, process=7))
    long_ago = NOW - ABANDONED_SECONDS - 1
    os.utime(owner.own / MARK, (long_ago, long_ago))

    assert names(watched(tmp_path, process=8, running={7}).abandoned(NOW)) == ["log.csv"]
    owner.beat()
    assert (owner.own / MARK).stat().st_mtime > long_ago


def test_a_file_that_somebody_left_in_work_is_taken_up(tmp_path):
    """By hand, or by a taker whose mark is lost."""
    folder = watched(tmp_path)
    put(tmp_path / IN_WORK, "log.csv")

    [path] = folder.abandoned(NOW)

    assert folder.claim(path) == folder.own / "log.csv"


def test_two_takers_of_one_process_leave_each_other_alone(tmp_path):
    """The same number of a process, another token."""
    claimed(watched(tmp_path, process=7))

    assert watched(tmp_path, process=7).abandoned(NOW) == []


def test_a_file_is_put_away_with_its_report_and_what_belongs_to_it(tmp_path):
    """All in one folder, the file itself untouched."""
    folder = watched(tmp_path)
    path = folder.put_away(claimed(folder), DONE, "All is well.\n", {"log_fix-list.xlsx": b"list"})

    assert path == tmp_path / DONE / "log.csv"
    assert files_under(tmp_path) == ["done/log.csv", "done/log.csv.report.txt", "done/log_fix-list.xlsx"]
    assert path.read_text() == "date\n"
    assert (tmp_path / DONE / "log.csv.report.txt").read_text() == "All is well.\n"


def test_a_name_that_is_taken_gets_a_number(tmp_path):
    """For the file, its report and what belongs to it; what was there stays as it was."""
    folder = watched(tmp_path)
    for content in ("first", "second", "third"):
        folder.put_away(claimed(folder, content=content), NEEDS_A_PERSON, content, {"list.xlsx": content.encode()})

    there = tmp_path / NEEDS_A_PERSON
    assert files_under(there) == [
        "list (2).xlsx", "list (3).xlsx", "list.xlsx",
        "log (2).csv", "log (2).csv.report.txt", "log (3).csv", "log (3).csv.report.txt",
        "log.csv", "log.csv.report.txt",
    ]  # fmt: skip
    assert [(there / name).read_text() for name in ("log.csv", "log (2).csv", "list (3).xlsx")] == [
        "first",
        "second",
        "third",
    ]


def test_a_report_without_its_file_is_not_written_over(tmp_path):
    """A taker that was stopped between the two left it."""
    folder = watched(tmp_path)
    put(tmp_path / DONE, "log.csv.report.txt", "of another time")

    folder.put_away(claimed(folder), DONE, "now", {})

    assert files_under(tmp_path / DONE) == ["log (2).csv", "log (2).csv.report.txt", "log.csv.report.txt"]


def test_where_no_hard_links_can_be_made_nothing_is_overwritten_either(tmp_path, monkeypatch):
    """As on a memory stick or some network drives."""

    def refuse(*_arguments):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    folder = watched(tmp_path)
    for content in ("first", "second"):
        folder.put_away(claimed(folder, content=content), DONE, content, {})

    assert (tmp_path / DONE / "log.csv").read_text() == "first"
    assert (tmp_path / DONE / "log (2).csv").read_text() == "second"


def test_a_claimed_file_that_was_taken_away_is_said_so(tmp_path):
    """Its report stays and nothing breaks."""
    folder = watched(tmp_path)
    path = claimed(folder)
    path.unlink()

    assert folder.put_away(path, DONE, "gone", {}) is None


def test_a_file_given_back_lies_where_it_came_from(tmp_path):
    """Under its name, or beside a newer one of the same name."""
    folder = watched(tmp_path)
    folder.give_back(claimed(folder, content="first"))
    assert files_under(tmp_path) == ["log.csv"]

    held = folder.claim(folder.complete(NOW, by_age=True)[0])
    put(tmp_path, "log.csv", "second")
    folder.give_back(held)
    assert (tmp_path / "log.csv").read_text() == "second"
    assert (tmp_path / "log (2).csv").read_text() == "first"


def test_a_folder_that_cannot_be_used_is_refused_in_a_sentence(tmp_path):
    """It isn't there, it is a file, or a file lies where a folder is needed."""
    put(tmp_path, "file.csv")
    put(tmp_path, DONE)

    for path, sentence in [
        (tmp_path / "absent", "The folder “absent” can't be found."),
        (tmp_path / "file.csv", "The folder “file.csv” can't be found."),
        (tmp_path, "Nothing can be put into the folder"),
    ]:
        with pytest.raises(FolderRefused, match=sentence):
            watched(path)


def test_a_folder_that_goes_away_is_told_of(tmp_path):
    """A network drive that is out of reach: a sentence, and no error of the program."""
    folder = watched(tmp_path / "in" if (tmp_path / "in").mkdir() is None else tmp_path)
    held = claimed(folder)
    (tmp_path / "in").rename(tmp_path / "away")

    with pytest.raises(FolderRefused, match="can't be looked into"):
        folder.complete(NOW, by_age=True)
    with pytest.raises(FolderRefused, match="can't be put into"):
        folder.put_away(held, DONE, "now", {})
    assert folder.abandoned(NOW) == []
    folder.beat()
    folder.give_back(held)
    folder.close()


def test_a_taker_that_holds_nothing_takes_its_mark_away(tmp_path):
    """The folder is as it was found."""
    folder = watched(tmp_path)
    folder.close()
    assert list((tmp_path / IN_WORK).iterdir()) == []

    holding = watched(tmp_path)
    claimed(holding)
    holding.close()
    assert files_under(tmp_path) == [f"{IN_WORK}/{holding.own.name}/log.csv"]
