"""``rorf load --fix-lists``: fix lists and letters for the agencies, written beside each other into a folder."""

from __future__ import annotations

from pathlib import Path

from rorf_data.errors import FolderRefused
from rorf_data.exports.fix_files import fix_files
from rorf_data.exports.to_mend import rows_to_mend
from rorf_data.intake.recognise import Recognised
from rorf_data.store.load import LoadReport
from rorf_data.watching import write_beside
from rorf_data.workplace import Workplace


def write_fix_lists(
    workplace: Workplace, recognised: Recognised, report: LoadReport, folder: Path, *, with_notes: bool
) -> list[str]:
    """Write a fix list and a letter for each agency of a file; the names of what was written.

    Nothing is overwritten: a name that is taken gets a number. Raises :class:`FolderRefused` when nothing can be
    written there.
    """
    parts = rows_to_mend(recognised, report, with_notes=with_notes)
    files = fix_files(parts, programme=workplace.settings.programme, made_on=workplace.today())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [write_beside(folder, name, content) for name, content in files.items()]
    except OSError as problem:
        raise FolderRefused(f"Nothing can be put into the folder “{folder.name}”: {problem.strerror}.") from None
