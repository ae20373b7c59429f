"""What is for the screen only becomes no file, in whatever form it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rorf_data.charts import kits_by_town_bars
from rorf_data.disclosure.release import Released, release
from rorf_data.errors import ExportRefused
from rorf_data.exports import to_csv, to_png, to_svg, to_xlsx
from rorf_data.exports.plain import to_plain_csv, to_plain_json
from tests.unit.picture_frames import by_town

FILES: dict[str, Callable[[Released], object]] = {
    "CSV": to_csv,
    "XLSX": to_xlsx,
    "CSV for programs": to_plain_csv,
    "JSON": to_plain_json,
    "PNG": lambda shown: to_png(kits_by_town_bars(shown), browser=NoBrowser()),  # type: ignore[arg-type]  # a double
    "SVG": lambda shown: to_svg(kits_by_town_bars(shown), browser=NoBrowser()),  # type: ignore[arg-type]  # a double
}


class NoBrowser:
    """A browser that must not be asked, and answers nothing that is a picture."""

    def draw(self, *_: object, **__: object) -> bytes:
        """No picture at all."""
        raise AssertionError("a picture was drawn of what may not leave the screen")


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_what_is_for_the_screen_only_becomes_no_file(make: Callable[[Released], object]) -> None:
    """The refusal says why, in words fit to show."""
    shown = by_town(total_kits=[4, 1, 0])
    only = release(shown.frame, replace(shown.about, is_for_screen_only=True))

    with pytest.raises(ExportRefused, match="for looking at on the screen only"):
        make(only)
