"""``rorf load --watch``: every file that comes into a folder is loaded once and put away with a report."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from itertools import count

import openpyxl
import pytest
import sqlalchemy as sa

from rorf_data.__main__ import main
from rorf_data.commands.watch import Loader, Watch, watch_folder
from rorf_data.errors import StoreRefused
from rorf_data.store import tables
from rorf_data.store.database import data_version
from rorf_data.watching import DONE, IN_WORK, MARK, NEEDS_A_PERSON, SETTLE_SECONDS, Taker, WatchedFolder
from rorf_data.workplace import Workplace

HEADER = "date,agency,town,kits\n"
GOOD = HEADER + "2026-03-04,Kent VFD,Kent,2\n2026-03-05,Kent VFD,Sharon,1\n"
MIXED = HEADER + "2026-03-04,Kent VFD,Kent,2\n2026-03-05,Kent VFD,Canaan,1\nsoon,Sharon Ambulance,Kent,1\n"
TOKENS = (f"t{number}" for number in count())


class Clock:
    """Time that passes only while somebody waits; ``meanwhile`` happens in the waits, one after another."""

    def __init__(self, *meanwhile):
        self.now, self.waits, self.meanwhile = time.time(), [], list(meanwhile)

    def __call__(self):
        return self.now

    def wait(self, seconds):
        """Wait, and stop when nothing more is to happen."""
        if seconds == 0:
            return False
        self.waits.append(seconds)
        self.now += seconds
        if not self.meanwhile:
            return True
        self.meanwhile.pop(0)()
        return False


def put(folder, name, content=GOOD, *, age=3600.0):
    """A file in the folder, last changed this many seconds ago."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


@pytest.fixture
def inbox(tmp_path):
    """An empty folder to be watched."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


class Watches:
    """Makes watches over one folder, each as another process would keep it; what they say is in ``said``."""

    def __init__(self, workplace, inbox):
        self.workplace, self.inbox, self.said = workplace, inbox, []

    def __call__(self, clock=None, *, loader=None, process=1):
        """One more watch."""
        clock, loader = clock or Clock(), loader or Loader(self.workplace, "A. Person (watched folder)")
        folder = WatchedFolder(self.inbox, Taker("here", process, next(TOKENS)), lambda number: False)
        folder.open()
        return Watch(folder, loader, clock, clock.wait, self.said.append)


@pytest.fixture
def watch(workplace, inbox):
    """Watches over the folder."""
    return Watches(workplace, inbox)


def files_under(folder):
    """Every file under the folder but the marks of takers, as paths from it."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != MARK
    )


def loads(workplace):
    """File and account of every load."""
    columns = tables.loads.c
    with workplace.engine.connect() as connection:
        found = connection.execute(sa.select(columns.file, columns.loaded_by).order_by(columns.load_id))
        return [tuple(row) for row in found]


def newest_load(workplace):
    """The number of the newest load; one that was only tried may have used up a number."""
    return data_version(workplace.engine)


def report(folder, name):
    """The words of a report."""
    return (folder / f"{name}.report.txt").read_text(encoding="utf-8")


def test_a_good_file_is_loaded_and_put_away(watch, inbox, workplace):
    """On record under the account, in done with the counts beside it, and nothing to mend."""
    put(inbox, "march.csv")

    assert watch().once() == 0

    assert loads(workplace) == [("march.csv", "A. Person (watched folder)")]
    assert files_under(inbox) == ["done/march.csv", "done/march.csv.report.txt"]
    assert report(inbox / DONE, "march.csv").startswith("Loaded on ")
    assert "2 rows read = 2 new + 0 changed + 0 unchanged + 0 held + 0 refused" in report(inbox / DONE, "march.csv")
    assert watch.said == [f"march.csv: {report(inbox / DONE, 'march.csv').splitlines()[0]} → done/march.csv"]


def test_a_file_with_rows_to_mend_is_loaded_and_gets_lists_and_letters(watch, inbox):
    """One list and one letter for each agency that has something to mend."""
    put(inbox, "march.csv", MIXED)

    assert watch().once() == 0

    assert files_under(inbox / DONE) == [
        "march.csv", "march.csv.report.txt",
        "march_kent-vfd_fix-list.xlsx", "march_kent-vfd_letter.txt",
        "march_sharon-ambulance_fix-list.xlsx", "march_sharon-ambulance_letter.txt",
    ]  # fmt: skip
    said = report(inbox / DONE, "march.csv")
    assert "1 held + 1 refused" in said
    assert "row 3, town" in said
    assert "march_kent-vfd_fix-list.xlsx" in said


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("strange.csv", "colour,shape\nred,round\n", "no row at its beginning holds headings"),
        ("paper.csv", b"%PDF-1.7 no table", "is a PDF document"),
        ("broken.xlsx", b"PK\x03\x04 not really", "broken"),
        ("header.csv", HEADER, "It holds no rows."),
        ("refused.csv", HEADER + "soon,A,Kent,1\n2026-02-31,A,Kent,1\n", "None of its rows can be taken."),
    ],
)
def test_a_file_that_needs_a_person_is_not_on_record(watch, inbox, workplace, name, content, told):
    """Not recognised, not a table, broken, empty, or nothing in it that can be taken: a report says which."""
    put(inbox, name, content)

    assert watch().once() == 2

    assert loads(workplace) == []
    assert files_under(inbox) == [f"{NEEDS_A_PERSON}/{name}", f"{NEEDS_A_PERSON}/{name}.report.txt"]
    assert report(inbox / NEEDS_A_PERSON, name).startswith("Nothing of this file is on record.")
    assert told in report(inbox / NEEDS_A_PERSON, name)


def test_an_empty_file_is_told_of_when_it_has_stayed_empty(watch, inbox):
    """Ten minutes after it was made."""
    put(inbox, "empty.csv", b"")

    assert watch().once() == 2
    assert "is empty" in report(inbox / NEEDS_A_PERSON, "empty.csv")


def test_records_that_a_file_no_longer_holds_are_a_persons_question(watch, inbox, workplace):
    """Whether it replaces its months or adds to them nobody can tell, so nothing is stored."""
    put(inbox, "first.csv", HEADER + "2026-03-04,A,Kent,2\n2026-03-05,A,Sharon,1\n2026-03-06,A,Warren,1\n")
    watch().once()
    put(inbox, "second.csv", HEADER + "2026-03-04,A,Kent,2\n2026-03-20,A,Goshen,1\n")

    assert watch().once() == 2

    assert [name for name, _ in loads(workplace)] == ["first.csv"]
    assert "whether it replaces them or adds to them" in report(inbox / NEEDS_A_PERSON, "second.csv")


def test_dates_that_could_be_two_days_are_a_persons_question(watch, inbox, workplace):
    """A source of one's own of which nobody has said whether the month or the day comes first."""
    folder = workplace.places.source_folder
    folder.mkdir()
    (folder / "paper.toml").write_text(
        'name = "paper"\ntitle = "Paper log"\nfeed = "distributions"\nrequired = ["left_date", "kits"]\n'
        '[columns]\nleft_date = ["wann"]\nkits = ["wieviele"]\nplace = ["wo"]\n[fixed]\nagency = "A"\n'
    )
    put(inbox, "paper.csv", "wann,wo,wieviele\n3/4/2026,Kent,1\n5/6/2026,Kent,1\n")

    assert watch().once() == 2

    assert loads(workplace) == []
    assert "say there which it is" in report(inbox / NEEDS_A_PERSON, "paper.csv")


def test_the_same_file_is_never_loaded_twice(watch, inbox, workplace):
    """Under another name, in another round: it is moved, and the report says when it was loaded."""
    put(inbox, "march.csv")
    watch().once()
    put(inbox, "march again.csv")

    assert watch().once() == 0

    assert [name for name, _ in loads(workplace)] == ["march.csv"]
    said = report(inbox / DONE, "march again.csv")
    assert said.startswith("“march again.csv” was already loaded on ")
    assert said.endswith(" (kit-log). It was not loaded again.\n")


def test_a_file_whose_load_was_undone_is_loaded_again(watch, inbox, workplace):
    """It is not on record any more."""
    put(inbox, "march.csv")
    watch().once()
    workplace.undo(newest_load(workplace), by="A. Person")
    put(inbox, "march.csv")

    assert watch().once() == 0

    assert [name for name, _ in loads(workplace)].count("march.csv") >= 2
    assert files_under(inbox / DONE)[0] == "march (2).csv"
    assert "2 new" in report(inbox / DONE, "march (2).csv")


def test_stopped_between_load_and_move_the_next_watch_only_moves(watch, inbox, workplace, monkeypatch):
    """The file is on record already; its report and its fix lists are made now."""
    put(inbox, "march.csv", MIXED)
    with monkeypatch.context() as patched:
        patched.setattr(WatchedFolder, "put_away", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            watch(process=7).once()
    assert files_under(inbox)[0].startswith(IN_WORK)

    assert watch(process=8).once() == 0

    assert len(loads(workplace)) == 1
    said = report(inbox / DONE, "march.csv")
    assert said.startswith("“march.csv” was already loaded on ")
    assert "1 held + 1 refused" in said
    assert "march_kent-vfd_fix-list.xlsx" in files_under(inbox / DONE)


def test_stopped_in_the_middle_of_a_load_the_next_watch_loads_it(watch, inbox, workplace):
    """Nothing of the half load is stored, and the file is not forgotten."""

    def stop(_rows):
        raise KeyboardInterrupt

    put(inbox, "march.csv")
    loader = Loader(workplace, "A. Person", progress=lambda file, recognised: stop)
    with pytest.raises(KeyboardInterrupt):
        watch(process=7, loader=loader).once()

    assert watch(process=8).once() == 0

    assert len(loads(workplace)) == 1
    assert files_under(inbox) == ["done/march.csv", "done/march.csv.report.txt"]


def test_two_watches_at_once_load_each_file_once(watch, inbox, workplace):
    """Four watches over one folder, twelve files: twelve loads, twelve files in done, whoever took them."""
    for number in range(12):
        put(inbox, f"log{number}.csv", HEADER + f"2026-03-{number + 1:02d},Agency {number},Kent,1\n")
    watches = [watch(process=1) for _ in range(4)]
    threads = [threading.Thread(target=one.once) for one in watches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(name for name, _ in loads(workplace)) == sorted(f"log{number}.csv" for number in range(12))
    assert len(files_under(inbox / DONE)) == 24


def test_a_file_that_grows_is_left_until_it_is_whole(watch, inbox, workplace):
    """It comes in three pieces; it is taken when two looks find it the same."""
    path = inbox / "march.csv"
    path.write_text(HEADER)
    clock = Clock(
        lambda: path.write_text(GOOD[:60]), lambda: path.write_text(GOOD), lambda: None, lambda: None, lambda: None
    )

    assert watch(clock).until_stopped(SETTLE_SECONDS) == 0

    assert len(loads(workplace)) == 1
    assert "2 rows read" in report(inbox / DONE, "march.csv")


def test_a_file_of_the_last_seconds_is_left_for_the_next_time(watch, inbox):
    """On a schedule there is no second look."""
    put(inbox, "march.csv", age=1)

    assert watch().once() == 0
    assert files_under(inbox) == ["march.csv"]


def test_a_file_dated_in_the_future_is_looked_at_twice(watch, inbox):
    """The clock of the drive goes ahead of this one; its age says nothing."""
    put(inbox, "march.csv", age=-3600)
    clock = Clock(lambda: None)

    assert watch(clock).once() == 0

    assert clock.waits == [SETTLE_SECONDS]
    assert files_under(inbox)[0] == "done/march.csv"


def test_a_database_that_is_locked_is_tried_again(watch, inbox, workplace, monkeypatch):
    """The file goes back, one sentence is said, and the next round loads it."""
    put(inbox, "march.csv")
    tries = iter([StoreRefused("Nothing was stored: database is locked.")] * 2)
    load = Workplace.load

    def locked(self, *arguments, **more):
        if problem := next(tries, None):
            raise problem
        return load(self, *arguments, **more)

    monkeypatch.setattr(Workplace, "load", locked)
    clock = Clock(*[lambda: None] * 6)

    assert watch(clock).until_stopped(SETTLE_SECONDS) == 0

    assert len(loads(workplace)) == 1
    assert watch.said[0] == "march.csv: Nothing was stored: database is locked. It is tried again later."
    assert len(watch.said) == 2


def test_on_a_schedule_a_locked_database_ends_with_one(watch, inbox, monkeypatch):
    """The file waits where it was."""
    put(inbox, "march.csv")

    def locked(*_arguments, **_more):
        raise StoreRefused("Nothing was stored: database is locked.")

    monkeypatch.setattr(Workplace, "load", locked)

    assert watch().once() == 1
    assert files_under(inbox) == ["march.csv"]


def test_an_error_of_the_program_stops_no_other_file(watch, inbox, workplace, monkeypatch):
    """The file is put aside with a sentence, and the next one is loaded."""
    put(inbox, "a.csv", GOOD.replace("Kent,2", "Kent,3"))
    put(inbox, "b.csv")
    recognise = Workplace.recognise

    def break_once(self, file, **more):
        if file.name == "a.csv":
            raise ZeroDivisionError("secret")
        return recognise(self, file, **more)

    monkeypatch.setattr(Workplace, "recognise", break_once)

    assert watch().once() == 2

    said = report(inbox / NEEDS_A_PERSON, "a.csv")
    assert "could not deal with this file (ZeroDivisionError)" in said
    assert "secret" not in said
    assert [name for name, _ in loads(workplace)] == ["b.csv"]


def test_an_error_after_the_load_does_not_deny_the_load(watch, inbox, workplace, monkeypatch):
    """It is on record, so it lies in done; the report says what is missing."""
    put(inbox, "march.csv", MIXED)
    monkeypatch.setattr("rorf_data.commands.watch.fix_files", lambda *_, **more: 1 // 0)

    watch().once()

    assert len(loads(workplace)) == 1
    assert report(inbox / DONE, "march.csv").startswith(f"Loaded as load {newest_load(workplace)}.")


def test_a_file_that_vanishes_in_the_middle_is_no_error(watch, inbox, workplace):
    """Somebody deletes it from in-work while it is loaded; the load stands, and the report says so."""

    def vanish(file, recognised):
        def tell(_rows):
            for path in inbox.rglob("march.csv"):
                path.unlink()

        return tell

    put(inbox, "march.csv")
    watch(loader=Loader(workplace, "A. Person", progress=vanish)).once()

    assert "Traceback" not in "".join(watch.said)
    assert "meanwhile" in watch.said[-1]


def test_a_folder_that_goes_away_and_comes_back_is_waited_for(watch, inbox, workplace):
    """One sentence for all the rounds without it."""
    put(inbox, "march.csv")
    away = inbox.with_name("away")
    clock = Clock(lambda: None, lambda: None, lambda: away.rename(inbox), *[lambda: None] * 3)
    made = watch(clock)
    inbox.rename(away)

    assert made.until_stopped(SETTLE_SECONDS) == 0

    assert watch.said[0] == "The folder “inbox” can't be found."
    assert len(watch.said) == 2
    assert len(loads(workplace)) == 1


def test_a_mended_list_that_comes_into_the_folder_ends_what_waits(watch, inbox, workplace):
    """The list lies in done beside the file; mended and put back into the folder it is loaded like any other."""
    put(inbox, "march.csv", MIXED)
    watch().once()
    listed = inbox / DONE / "march_kent-vfd_fix-list.xlsx"
    mended = _mended(listed.read_bytes(), "town", "Kent")
    put(inbox, listed.name, mended)

    assert watch().once() == 0

    with workplace.engine.connect() as connection:
        held = tables.held_rows.c
        assert connection.scalar(sa.select(sa.func.count()).where(held.ended_by.is_(None))) == 0


def _mended(content, heading, value):
    """The workbook with this value under the heading in its first row to mend."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == heading]
    sheet.cell(cell.row + 1, cell.column).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with an inbox in it: data, key and databases go there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def test_the_command_loads_what_is_there_and_ends(folder, capsys):
    """``--once``, for a schedule: 0, and 2 when something needs a person."""
    put(folder / "inbox", "march.csv")
    assert main(["load", "--watch", "inbox", "--once"]) == 0
    assert "→ done/march.csv" in capsys.readouterr().out

    put(folder / "inbox", "strange.csv", "colour,shape\nred,round\n")
    assert main(["load", "--watch", "inbox", "--once"]) == 2
    assert list((folder / "inbox" / IN_WORK).iterdir()) == []


def test_a_folder_that_is_not_there_ends_with_one_sentence(folder, capsys):
    """Exit code 1."""
    assert main(["load", "--watch", "absent", "--once"]) == 1
    assert capsys.readouterr().err == "The folder “absent” can't be found.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["load"],
        ["load", "log.csv", "--once"],
        ["load", "log.csv", "--watch", "inbox"],
        ["load", "--watch", "inbox", "--dry-run"],
        ["load", "--watch", "inbox", "--every", "0"],
        ["load", "--watch", "inbox", "--every", "soon"],
        ["load", "log.csv", "--replaces", "--adds"],
    ],
)
def test_a_command_that_cannot_be_meant_ends_with_one(folder, capsys, arguments):
    """What doesn't go together is said before anything is done."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_request_ends_the_watch_in_the_middle_of_a_wait(folder, number):
    """It waits for the next round, and ends with 0, without a word of complaint and without its mark."""
    command = [sys.executable, "-m", "rorf_data", "load", "--watch", "inbox", "--every", "3600"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "Watching “inbox” every 3600 seconds; Ctrl-C ends it.\n"

    running.send_signal(number)
    said, told = running.communicate(timeout=60)

    assert (running.returncode, said, told) == (0, "", "")
    assert list((folder / "inbox" / IN_WORK).iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
def test_a_polite_request_in_the_middle_of_a_load_lets_it_finish(workplace, inbox):
    """The file in hand is loaded and put away; the next one is not begun."""
    put(inbox, "a.csv", GOOD.replace("Kent,2", "Kent,3"))
    put(inbox, "b.csv")

    def ask_to_stop(file, recognised):
        return lambda rows: os.kill(os.getpid(), signal.SIGTERM)

    ended = watch_folder(workplace, inbox, every=1, once=True, source=None, who="A. Person", progress=ask_to_stop)

    assert (ended, [name for name, _ in loads(workplace)]) == (0, ["a.csv"])
    assert files_under(inbox) == ["b.csv", "done/a.csv", "done/a.csv.report.txt"]


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal there")
def test_killed_with_a_file_in_hand_the_next_one_takes_it_up(folder):
    """A real process is killed at once, wherever it is; the file is on record once in the end, and in done."""
    put(folder / "inbox", "march.csv", HEADER + "".join(f"2026-03-04,Agency {n},Kent,1\n" for n in range(5_000)))
    command = [sys.executable, "-m", "rorf_data", "load", "--watch", "inbox", "--once"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and not list((folder / "inbox" / IN_WORK).rglob("march.csv")):
        time.sleep(0.01)
    running.kill()
    running.wait()

    assert main(["load", "--watch", "inbox", "--once"]) == 0

    assert files_under(folder / "inbox") == ["done/march.csv", "done/march.csv.report.txt"]


def test_fix_lists_are_written_where_they_are_asked_for(folder, capsys):
    """Beside the report on the screen, also of a file that is only tried; a second time under other names."""
    put(folder, "march.csv", MIXED)
    assert main(["load", "march.csv", "--dry-run", "--fix-lists", "out"]) == 0
    first = files_under(folder / "out")
    assert first == [
        "march_kent-vfd_fix-list.xlsx", "march_kent-vfd_letter.txt",
        "march_sharon-ambulance_fix-list.xlsx", "march_sharon-ambulance_letter.txt",
    ]  # fmt: skip
    assert "written: march_kent-vfd_fix-list.xlsx" in capsys.readouterr().out

    main(["load", "march.csv", "--fix-lists", "out"])
    assert len(files_under(folder / "out")) == 8


def test_fix_lists_that_cannot_be_written_end_in_a_sentence(folder, capsys):
    """Exit code 1; the load itself stands."""
    put(folder, "march.csv", MIXED)
    put(folder, "out")

    assert main(["load", "march.csv", "--fix-lists", "out"]) == 1
    assert capsys.readouterr().err.startswith("Nothing can be put into the folder “out”")


def test_a_person_says_on_the_command_line_what_only_a_person_can(folder, capsys):
    """The second file holds less of its month: asked, told to add, told to replace."""
    put(folder, "first.csv", HEADER + "2026-03-04,A,Kent,2\n2026-03-05,A,Sharon,1\n2026-03-06,A,Warren,1\n")
    put(folder, "second.csv", HEADER + "2026-03-04,A,Kent,2\n2026-03-20,A,Goshen,1\n")
    main(["load", "first.csv"])
    capsys.readouterr()

    main(["load", "second.csv", "--dry-run"])
    assert "say that it replaces them" in capsys.readouterr().out
    main(["load", "second.csv", "--dry-run", "--adds"])
    assert "say that it replaces them" not in capsys.readouterr().out
    main(["load", "second.csv", "--replaces"])
    assert "were withdrawn" in capsys.readouterr().out


def test_progress_says_rows_done_and_time_left(folder, capsys, monkeypatch):
    """On a terminal; nothing of it where the output goes elsewhere."""
    put(folder, "march.csv")
    main(["load", "march.csv", "--dry-run"])
    assert capsys.readouterr().err == ""

    put(
        folder, "march.csv", f"log_id,{HEADER}" + "".join(f"{n},2026-03-04,A,Kent,1\n" for n in range(100_000, 260_000))
    )
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(["load", "march.csv", "--dry-run"])

    said = capsys.readouterr().err
    assert re.search(r"march.csv: \d+,\d{3} of about 1\d\d,\d{3} rows, (?:\d+ seconds? left|nearly done)", said)


def test_a_file_is_left_to_a_person_while_its_source_may_be_the_broken_one(watch, inbox, workplace):
    """The shipped source that it fits may not be the one that the office described for it."""
    folder = workplace.places.source_folder
    folder.mkdir()
    (folder / "kent.toml").write_text('name = "kent"\n', encoding="utf-8")
    put(inbox, "log.csv")

    assert 2 == watch().once()
    assert "kent.toml: the entry 'feed' is missing" in report(inbox / NEEDS_A_PERSON, "log.csv")
    assert [] == loads(workplace)
