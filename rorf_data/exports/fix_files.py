"""The fix lists and letters of one file, each under the name that it is given out with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from rorf_data.exports.fix_list import MOST_ROWS, fix_list_name, to_fix_list
from rorf_data.exports.letter import to_letter
from rorf_data.exports.to_mend import ToMend


def fix_files(parts: Sequence[ToMend], *, programme: str, made_on: date, with_thanks: bool = True) -> dict[str, bytes]:
    """Name and content of a letter for every agency, and of a fix list where there is something to mend.

    Without ``with_thanks`` agencies whose rows all count already get nothing. Of far too many rows there is a letter
    and no list.
    """
    files: dict[str, bytes] = {}
    for listed in parts:
        if not (with_thanks or listed.waiting):
            continue
        name = ""
        if 0 < len(listed.rows) <= MOST_ROWS:
            name = _free(files, fix_list_name(listed, "xlsx"))
            files[name] = to_fix_list(listed, programme=programme, made_on=made_on)
        letter = to_letter(listed, programme=programme, made_on=made_on, fix_list=name)
        files[_free(files, fix_list_name(listed, "txt", kind="letter"))] = letter.encode()
    return files


def fix_archive(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive, in their order; the same files always give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _free(files: dict[str, bytes], name: str) -> str:
    """The name, with a number where two agencies' names come out alike."""
    stem, _, suffix = name.rpartition(".")
    names = (name if number == 1 else f"{stem}-{number}.{suffix}" for number in count(1))
    return next(free for free in names if free not in files)
