"""``rorf load --watch``: every file that comes into a folder is loaded, and put away with a report.

What lies in ``done`` is on record; of what lies in ``needs-a-person`` nothing is. A file is tried before it is loaded,
and what only a person can decide is left to one. A file that is on record already is put away without being loaded
again, also when the program was stopped between the two.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from rorf_data.commands.load_reports import how_to_map, report_in_words
from rorf_data.commands.loading import clear_progress
from rorf_data.errors import FileRefused, FolderRefused, RorfDataError, StoreRefused
from rorf_data.exports.fix_files import fix_files
from rorf_data.exports.to_mend import rows_to_mend
from rorf_data.intake.read import SourceFile, open_file
from rorf_data.intake.recognise import Recognised
from rorf_data.model import in_words
from rorf_data.store.known_files import KnownLoad, load_of_file
from rorf_data.store.load import LoadReport
from rorf_data.watching import DONE, NEEDS_A_PERSON, SETTLE_SECONDS, Taker, WatchedFolder
from rorf_data.workplace import Workplace, utc_now

LONGEST_NAP = 1.0
MOST_ISSUES_REPORTED = 1_000

Progress = Callable[[SourceFile, Recognised], Callable[[int], None]]
Wait = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one file: where it goes, its report, and what else is put beside it."""

    where: str
    report: str
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads one file that was taken from the folder.

    ``progress`` makes of a file what is told of the rows read; ``beat`` shows others that this program is at work.
    """

    workplace: Workplace
    loaded_by: str
    source: str | None = None
    progress: Progress = lambda file, recognised: lambda rows: None
    beat: Callable[[], None] = lambda: None

    def settle(self, path: Path, *, was_abandoned: bool) -> Settled:
        """Load the file unless it is on record or needs a person; raises :class:`StoreRefused` to be tried later.

        Of a file that was abandoned between its load and its report the report and the fix lists are made now.
        """
        try:
            file = open_file(path)
            known = load_of_file(self.workplace.engine, file.sha256)
            if known is not None:
                return self._known(file, known, with_lists=was_abandoned)
            recognised = self.workplace.recognise(file, source=self.source)
            tried = self._load(file, recognised, dry_run=True)
            if why := self._why_a_person(recognised, tried):
                return _left_to_a_person(*why, _in_words(tried, is_dry_run=True))
            report = self._load(file, recognised, dry_run=False)
        except FileRefused as problem:
            return _left_to_a_person(f"{problem}{how_to_map(problem)}")
        return self._done(recognised, report, f"Loaded on {in_words(self.workplace.today())} as load {report.load_id}.")

    def settle_broken(self, path: Path, problem: Exception) -> Settled:
        """What is said of a file that the program itself could not deal with, on record or not."""
        broke = f"The program itself could not deal with this file ({type(problem).__name__})."
        tell = "Please tell whoever looks after the program."
        try:
            known = load_of_file(self.workplace.engine, open_file(path).sha256)
        except RorfDataError:
            known = None
        if known is None:
            return _left_to_a_person(broke, tell)
        return Settled(DONE, _text(f"Loaded as load {known.load_id}.", f"There is no report on it. {broke} {tell}"))

    def _load(self, file: SourceFile, recognised: Recognised, *, dry_run: bool) -> LoadReport:
        said = self.progress(file, recognised)

        def tell(rows: int) -> None:
            self.beat()
            said(rows)

        return self.workplace.load(file, recognised, loaded_by=self.loaded_by, dry_run=dry_run, progress=tell)

    def _done(self, recognised: Recognised, report: LoadReport, first: str) -> Settled:
        files = self._lists(recognised, report)
        beside = f"For the agencies: {', '.join(files)}." if files else ""
        return Settled(DONE, _text(first, _in_words(report, is_dry_run=False), beside), files)

    def _known(self, file: SourceFile, known: KnownLoad, *, with_lists: bool) -> Settled:
        day = known.loaded_at.replace(tzinfo=UTC).astimezone(self.workplace.settings.time_zone).date()
        already = f"“{file.name}” was already loaded on {in_words(day)} as load {known.load_id} ({known.source})."
        if not with_lists:
            return Settled(DONE, _text(f"{already} It was not loaded again."))
        recognised = self.workplace.recognise(file, source=known.source)
        tried = replace(self._load(file, recognised, dry_run=True), load_id=known.load_id)
        return self._done(recognised, tried, already)

    def _lists(self, recognised: Recognised, report: LoadReport) -> dict[str, bytes]:
        if not (report.held or report.refused):
            return {}
        try:
            parts = rows_to_mend(recognised, report)
        except FileRefused:  # it was there a moment ago; what was loaded of it is on record
            return {}
        settings = self.workplace.settings
        return fix_files(parts, programme=settings.programme, made_on=self.workplace.today(), with_thanks=False)

    def _why_a_person(self, recognised: Recognised, tried: LoadReport) -> list[str]:
        """What only a person can decide of a file, in sentences; nothing where it can be loaded."""
        why = [] if recognised.source.is_own else list(self.workplace.broken_sources())
        if tried.read == 0:
            why.append("It holds no rows. If there was nothing to report, say so on the page Reporting.")
        elif tried.refused == tried.read:
            why.append("None of its rows can be taken.")
        orders = self.workplace.date_orders(recognised)
        if orders.is_open:
            why.append(f"{orders.question} Load it on the page Load data, and say there which it is.")
        if tried.asks_about_gone:
            why.append(
                "Records on file for its months are not in it. Load it on the page Load data, and say there whether it "
                "replaces them or adds to them."
            )
        return why


@dataclass(slots=True)
class Watch:
    """One folder watched with one loader; ``clock`` gives seconds since 1970, ``wait`` says whether to stop."""

    folder: WatchedFolder
    loader: Loader
    clock: Callable[[], float]
    wait: Wait
    say: Callable[[str], None]
    needs_a_person: int = 0
    put_off: int = 0
    _last_said: str = ""

    def once(self) -> int:
        """Take what is complete now; 0 when all of it is done, 2 when something needs a person, 1 when something can't
        be loaded at the moment.
        """
        self._round(by_age=True)
        if self.folder.lies_ahead(self.clock()) and not self.wait(SETTLE_SECONDS):
            self._round(by_age=True)
        return 1 if self.put_off else 2 if self.needs_a_person else 0

    def until_stopped(self, every: float) -> int:
        """Look again and again, ``every`` so many seconds; 0 when it is asked to stop."""
        while True:
            try:
                self._round(by_age=False)
            except FolderRefused as problem:  # a drive that comes back
                self._say_once(str(problem))
            if self.wait(every):
                return 0

    def _round(self, *, by_age: bool) -> None:
        self.folder.open()
        self.folder.beat()
        now = self.clock()
        abandoned = self.folder.abandoned(now)
        for path in (*abandoned, *self.folder.complete(now, by_age=by_age)):
            if self.wait(0):
                return
            self._take(path, was_abandoned=path in abandoned)

    def _take(self, path: Path, *, was_abandoned: bool) -> None:
        claimed = self.folder.claim(path)
        if claimed is None:
            return
        try:
            settled = self.loader.settle(claimed, was_abandoned=was_abandoned)
        except StoreRefused as problem:
            self.folder.give_back(claimed)
            self.put_off += 1
            self._say_once(f"{claimed.name}: {problem} It is tried again later.")
            return
        except Exception as problem:  # noqa: BLE001  # whatever one file does to the program, the others must go on
            settled = self.loader.settle_broken(claimed, problem)
        self._put_away(claimed, settled)

    def _put_away(self, claimed: Path, settled: Settled) -> None:
        try:
            put = self.folder.put_away(claimed, settled.where, settled.report, settled.beside)
        except FolderRefused as problem:
            self.put_off += 1
            self._say_once(str(problem))
            return
        self.needs_a_person += settled.where == NEEDS_A_PERSON
        where = (
            f"{settled.where}/{put.name}" if put else f"it was taken away from “{self.folder.folder.name}” meanwhile"
        )
        self._last_said = ""
        self.say(f"{claimed.name}: {settled.report.splitlines()[0]} → {where}")

    def _say_once(self, sentence: str) -> None:
        """What stays the same from round to round is said once."""
        if sentence != self._last_said:
            self.say(sentence)
        self._last_said = sentence


def watch_folder(
    workplace: Workplace,
    folder: Path,
    *,
    every: float,
    once: bool,
    source: str | None,
    who: str,
    progress: Progress,
) -> int:
    """Watch a folder until the program is asked to stop, or take ``once`` what is there; the exit code."""
    watched = WatchedFolder(folder, Taker(socket.gethostname(), os.getpid(), secrets.token_hex(4)), _is_running)
    watched.open()
    loader = Loader(workplace, f"{who} (watched folder)", source, progress, watched.beat)
    try:
        with _asked_to_stop() as stop:
            watch = Watch(watched, loader, _seconds_since_1970, lambda seconds: _wait(stop, seconds), _say)
            if once:
                return watch.once()
            _say(f"Watching “{folder.name}” every {every:g} seconds; Ctrl-C ends it.")
            return watch.until_stopped(every)
    finally:
        watched.close()


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C and by a polite request to end; the file in hand is finished first."""
    stop = threading.Event()

    def ask(_number: int, _frame: object) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(stop: threading.Event, seconds: float) -> bool:
    """Whether it is time to stop, after so many seconds in short naps: a long one can't be broken off everywhere."""
    left = seconds
    while left > LONGEST_NAP and not stop.wait(LONGEST_NAP):
        left -= LONGEST_NAP
    return stop.is_set() or stop.wait(left)


def _seconds_since_1970() -> float:
    return utc_now().replace(tzinfo=UTC).timestamp()


def _is_running(process: int) -> bool:
    if os.name == "nt":  # asking would end it there; how long ago it gave a sign decides alone
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _say(sentence: str) -> None:
    clear_progress()
    print(sentence, flush=True)


def _in_words(report: LoadReport, *, is_dry_run: bool) -> str:
    rest = "rorf load --dry-run --json lists them all"
    return report_in_words(report, is_dry_run=is_dry_run, most=MOST_ISSUES_REPORTED, rest=rest)


def _text(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks)) + "\n"


def _left_to_a_person(first: str, *more: str) -> Settled:
    return Settled(NEEDS_A_PERSON, _text(f"Nothing of this file is on record. {first}", *more))
