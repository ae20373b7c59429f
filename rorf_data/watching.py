"""A folder that is watched: files are taken when complete, each by one taker alone, and put away with a report.

A file is claimed by moving it into a folder of the taker's own under ``in-work``, which only one of several takers can
do, on one computer or on many. From there it goes to ``done`` or ``needs-a-person``. Nothing is ever overwritten, and
nothing but a taker's own mark is ever deleted. What happens to a file in between is not known here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from rorf_data.errors import FolderRefused

IN_WORK, DONE, NEEDS_A_PERSON = "in-work", "done", "needs-a-person"

SETTLE_SECONDS = 10.0
EMPTY_SETTLE_SECONDS = 600.0
ABANDONED_SECONDS = 3600.0

REPORT = ".report.txt"
MARK = ".taken-by"

# What programs call a file while they write it or have it open, and what systems leave lying in folders.
UNFINISHED = re.compile(
    r"^(?:\.|~\$|~wrl|desktop\.ini$|thumbs\.db$)|(?:\.(?:tmp|temp|part|partial|crdownload|download|filepart|swp|lock)|~)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Taker:
    """One program that watches a folder; ``token`` tells apart two in one process."""

    host: str
    process: int
    token: str

    @property
    def folder_name(self) -> str:
        """The name of its own folder under ``in-work``."""
        return f"{re.sub(r'[^A-Za-z0-9-]+', '-', self.host)}-{self.process}-{self.token}"


@dataclass(frozen=True, slots=True)
class _Look:
    size: int
    changed: int
    seen_at: float


@dataclass(slots=True)
class WatchedFolder:
    """The folder as one taker sees it; moments are seconds since 1970, and ``is_running`` tells of a process here."""

    folder: Path
    taker: Taker
    is_running: Callable[[int], bool]
    _looks: dict[str, _Look] = field(default_factory=dict)

    @property
    def own(self) -> Path:
        """Where the files lie that this taker has claimed."""
        return self.folder / IN_WORK / self.taker.folder_name

    def open(self) -> None:
        """Make the folders below the watched one; :class:`FolderRefused` where that can't be done."""
        if not self.folder.is_dir():
            raise FolderRefused(f"The folder “{self.folder.name}” can't be found.")
        try:
            for name in (DONE, NEEDS_A_PERSON, IN_WORK):
                (self.folder / name).mkdir(exist_ok=True)
            self.own.mkdir(exist_ok=True)
            self._leave_mark()
        except OSError as problem:
            raise FolderRefused(
                f"Nothing can be put into the folder “{self.folder.name}”: {problem.strerror}."
            ) from None

    def close(self) -> None:
        """Take this taker's own mark away; what it still holds is anybody's then."""
        _remove_mark(self.own)

    def beat(self) -> None:
        """Show that this taker is still at work."""
        try:
            os.utime(self._mark)
        except OSError:  # the folder is out of reach for now, and the claims in it for everybody
            return

    def complete(self, now: float, *, by_age: bool) -> list[Path]:
        """The files that nobody writes any more, in the order of their names.

        They were the same in two looks at least ``SETTLE_SECONDS`` apart; with ``by_age`` it is enough that they were
        last changed so long ago. An empty file may be about to be written, and waits longer. Raises
        :class:`FolderRefused` when the folder is out of reach.
        """
        found = dict(self._waiting())
        self._looks = {name: self._look_again(name, status, now) for name, status in found.items()}
        return [
            self.folder / name
            for name, look in sorted(self._looks.items())
            if _is_settled(look, now, by_age) and _can_be_read(self.folder / name)
        ]

    def lies_ahead(self, now: float) -> bool:
        """Whether a file was last changed in the future, as one clock sees the other's: its age says nothing."""
        return any(status.st_mtime > now for _, status in self._waiting())

    def abandoned(self, now: float) -> list[Path]:
        """Files that a taker claimed which is there no more, or has shown no sign of work for an hour."""
        found: list[Path] = []
        for folder in self._folders_of_others():
            if self._is_abandoned(folder, now):
                found += _files_in(folder)
                _remove_mark(folder)
        return sorted(found)

    def claim(self, path: Path) -> Path | None:
        """The file in this taker's own folder; None where another was quicker, or it has changed since it was seen."""
        target = self.own / path.name
        try:
            if target.exists() or (path.parent == self.folder and not self._is_as_seen(path)):
                return None
            path.rename(target)
        except OSError:  # another taker was quicker, or a program still has it open
            return None
        self._looks.pop(path.name, None)
        if path.parent.parent.name == IN_WORK:
            _remove_mark(path.parent)
        return target

    def put_away(self, claimed: Path, where: str, report: str, beside: Mapping[str, bytes]) -> Path | None:
        """Move a claimed file to ``done`` or ``needs-a-person``, with its report and what else belongs ``beside`` it.

        Where the name is taken already, a number is added. None when somebody took the file away meanwhile; then only
        the report is left. Raises :class:`FolderRefused` when nothing can be put there.
        """
        target = self.folder / where
        try:
            for name in _numbered(claimed.name):
                if (target / name).exists() or not _write_new(target / f"{name}{REPORT}", report.encode()):
                    continue
                for other, content in beside.items():
                    write_beside(target, other, content)
                try:
                    return target / name if _move(claimed, target / name) else None
                except FileExistsError:  # somebody put a file of this name there in this moment
                    continue
        except OSError as problem:
            raise FolderRefused(
                f"“{claimed.name}” can't be put into the folder “{where}”: {problem.strerror}. It waits in “{IN_WORK}”."
            ) from None
        raise AssertionError("there are as many names as numbers")

    def give_back(self, claimed: Path) -> None:
        """Put a claimed file back where it came from, so that it is taken again later."""
        for name in _numbered(claimed.name):
            try:
                _move(claimed, self.folder / name)
            except FileExistsError:
                continue
            except OSError:  # it stays claimed, and is taken up again when this taker is gone
                return
            return

    @property
    def _mark(self) -> Path:
        return self.own / MARK

    def _leave_mark(self) -> None:
        """The mark appears whole or not at all: half of one would say that there is no taker."""
        if not self._mark.exists():
            fresh = self.own / f"{MARK}.tmp"
            fresh.write_text(f"{self.taker.host}\n{self.taker.process}\n", encoding="utf-8")
            fresh.replace(self._mark)

    def _waiting(self) -> Iterator[tuple[str, os.stat_result]]:
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if not UNFINISHED.search(entry.name) and entry.is_file(follow_symlinks=False):
                        try:
                            yield entry.name, os.stat(entry.path)
                        except OSError:  # it has just been taken away
                            continue
        except OSError as problem:
            raise FolderRefused(f"The folder “{self.folder.name}” can't be looked into: {problem.strerror}.") from None

    def _look_again(self, name: str, status: os.stat_result, now: float) -> _Look:
        before = self._looks.get(name)
        is_same = before is not None and (before.size, before.changed) == (status.st_size, status.st_mtime_ns)
        return before if before and is_same else _Look(status.st_size, status.st_mtime_ns, now)

    def _is_as_seen(self, path: Path) -> bool:
        look, status = self._looks.get(path.name), path.stat()
        return look is not None and (look.size, look.changed) == (status.st_size, status.st_mtime_ns)

    def _folders_of_others(self) -> list[Path]:
        """``in-work`` itself, where somebody may have put a file by hand, and the folders of all other takers."""
        in_work = self.folder / IN_WORK
        try:
            return [in_work, *(path for path in in_work.iterdir() if path.is_dir() and path != self.own)]
        except OSError:  # out of reach for now
            return []

    def _is_abandoned(self, folder: Path, now: float) -> bool:
        try:
            host, process, *_ = (folder / MARK).read_text(encoding="utf-8").split("\n")
            last_sign = (folder / MARK).stat().st_mtime
        except (OSError, ValueError):  # without a whole mark there is no taker
            return True
        is_here = host == self.taker.host and process.isdigit()
        if is_here and int(process) != self.taker.process and not self.is_running(int(process)):
            return True
        return now - last_sign > ABANDONED_SECONDS


def write_beside(folder: Path, name: str, content: bytes) -> str:
    """Write a file under this name, or where that is taken with a number; the name that it got."""
    return next(free for free in _numbered(name) if _write_new(folder / free, content))


def _files_in(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file() and not UNFINISHED.search(path.name)]
    except OSError:  # its taker has just tidied up
        return []


def _is_settled(look: _Look, now: float, by_age: bool) -> bool:
    needed = SETTLE_SECONDS if look.size else EMPTY_SETTLE_SECONDS
    return now - look.seen_at >= needed or (by_age and now - look.changed / 1e9 >= needed)


def _can_be_read(path: Path) -> bool:
    """Whether the file opens; one that may not be read by anybody here is let through, to be told about."""
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except PermissionError:
        return os.name != "nt"  # there it means that a program still holds the file
    except OSError:
        return False
    return True


def _numbered(name: str) -> Iterator[str]:
    """``log.csv``, ``log (2).csv``, ``log (3).csv`` …"""
    path = Path(name)
    for number in count(1):
        yield name if number == 1 else f"{path.stem} ({number}){path.suffix}"


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file that was not there; False where there is one of this name."""
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        return False
    return True


def _move(source: Path, target: Path) -> bool:
    """Move without overwriting; False when the source is gone. Raises FileExistsError where the name is taken."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from None
        source.rename(target)
        return True
    source.unlink()
    return True


def _remove_mark(folder: Path) -> None:
    """Take away the mark of a taker that holds nothing more, and its folder."""
    try:
        if [path.name for path in folder.iterdir()] == [MARK]:
            (folder / MARK).unlink()
            folder.rmdir()
    except OSError:  # somebody else is tidying up
        return
