"""The script that makes the outlines takes whatever shape a Census file comes in, and refuses what does not fit."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapefile

from rorf_data.errors import FileRefused
from rorf_data.towns.build_outlines import main, outlines_from
from rorf_data.towns.gazetteer import towns

SIDE = 0.1


def squares() -> list[tuple[str, str, list[tuple[float, float]]]]:
    """Code, name and a square of its own for each town, side by side in one row."""
    return [
        (
            town.code,
            town.name,
            [(at * SIDE + x * SIDE - 73, 41.5 + y * SIDE) for x, y in [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]],
        )
        for at, town in enumerate(towns())
    ]


def geojson(folder: Path, features: list[dict[str, Any]]) -> Path:
    """A GeoJSON file of these features."""
    file = folder / "towns.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def feature(properties: dict[str, Any], ring: list[tuple[float, float]]) -> dict[str, Any]:
    """One feature with one ring."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def codes_and_corners(text: str) -> dict[str, set[tuple[float, float]]]:
    """The corners of every town in an outlines file."""
    return {
        entry["properties"]["code"]: {tuple(point) for point in entry["geometry"]["coordinates"][0]}
        for entry in json.loads(text)["features"]
    }


EXPECTED = {code: {(round(x, 5), round(y, 5)) for x, y in ring} for code, _, ring in squares()}


@pytest.mark.parametrize(
    "naming",
    [
        pytest.param(lambda code, name: {"GEOID": f"09005{code}", "NAME": name}, id="old county codes"),
        pytest.param(lambda code, name: {"GEOID": f"09160{code}", "STATEFP": "09"}, id="planning region codes"),
        pytest.param(lambda code, name: {"STATEFP20": "09", "COUSUBFP20": code}, id="code of the town alone"),
        pytest.param(lambda code, name: {"geoid_2020": f"09005{code}", "name": name}, id="small letters"),
        pytest.param(lambda code, name: {"NAME": name}, id="names alone"),
        pytest.param(lambda code, name: {"code": code, "name": name}, id="our own file"),
    ],
)
def test_towns_are_found_whatever_the_properties_are_called(tmp_path: Path, naming: Any) -> None:
    """The Census Bureau's names for the codes changed with the years; the codes of the towns did not."""
    file = geojson(tmp_path, [feature(naming(code, name), ring) for code, name, ring in squares()])
    assert codes_and_corners(outlines_from(file)) == EXPECTED


@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_shapefile_is_read_zipped_or_not(tmp_path: Path, is_zipped: bool) -> None:
    """The Census Bureau hands out zipped shapefiles."""
    with shapefile.Writer(str(tmp_path / "cousub")) as writer:
        writer.field("GEOID", "C", 10)
        for code, _, ring in squares():
            writer.poly([ring])
            writer.record(f"09005{code}")
    with zipfile.ZipFile(tmp_path / "cousub.zip", "w") as packed:
        for part in ("shp", "shx", "dbf"):
            packed.write(tmp_path / f"cousub.{part}", f"cousub.{part}")
    file = tmp_path / ("cousub.zip" if is_zipped else "cousub.shp")
    assert codes_and_corners(outlines_from(file)) == EXPECTED


def test_other_towns_and_other_states_are_left_out(tmp_path: Path) -> None:
    """A file of the whole country holds other towns with the same five digits."""
    others = [feature({"GEOID": f"25003{code}"}, ring) for code, _, ring in squares()]
    bristol = feature({"GEOID": "0900308490"}, squares()[0][2])
    ours = [feature({"GEOID": f"09160{code}"}, ring) for code, _, ring in squares()]
    assert codes_and_corners(outlines_from(geojson(tmp_path, [*others, bristol, *ours]))) == EXPECTED


def test_a_missing_town_is_named(tmp_path: Path) -> None:
    """Without Kent there are no outlines, and the sentence says so."""
    entries = [feature({"GEOID": f"09005{code}"}, ring) for code, name, ring in squares() if name != "Kent"]
    with pytest.raises(FileRefused, match=r"not in it: Kent$"):
        outlines_from(geojson(tmp_path, entries))


def test_a_town_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Two outlines of one town can't both be right."""
    entries = [feature({"GEOID": f"09005{code}"}, ring) for code, _, ring in squares()]
    with pytest.raises(FileRefused, match="twice"):
        outlines_from(geojson(tmp_path, [*entries, entries[0]]))


def test_borders_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """A town that reaches a hundredth of a degree into its neighbour makes no map."""
    entries = [
        feature({"GEOID": f"09005{code}"}, [(x - 0.01 * (name == "Kent"), y) for x, y in ring])
        for code, name, ring in squares()
    ]
    with pytest.raises(FileRefused, match="overlap"):
        outlines_from(geojson(tmp_path, entries))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("towns.geojson", "not JSON", "no GeoJSON"),
        ("towns.geojson", "[]", "no GeoJSON"),
        ("towns.shp", "not a shapefile", "can't be read"),
        ("towns.zip", "not a zip", "can't be read"),
        ("towns.txt", "", "is expected"),
    ],
)
def test_a_file_of_another_kind_gets_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, says: str
) -> None:
    """The command ends with 2 and one sentence, never with a traceback, and writes nothing."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert main([str(tmp_path / name), "--out", str(tmp_path / "out.geojson")]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out.geojson").exists()


def test_a_file_that_is_not_there_gets_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name that was mistyped stands in the sentence."""
    assert main([str(tmp_path / "nowhere.zip")]) == 2
    assert capsys.readouterr().err == "nowhere.zip: there is no such file\n"


def test_without_the_geometry_packages_the_script_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dashboard runs without shapely; only this script wants it."""
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(FileRefused, match="pip install shapely"):
        outlines_from(geojson(tmp_path, []))


def test_the_command_writes_the_file_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The outlines carry the source that was named."""
    file = geojson(tmp_path, [feature({"GEOID": f"09005{code}"}, ring) for code, _, ring in squares()])
    assert main([str(file), "--out", str(tmp_path / "out.geojson"), "--source", "drawn for a test"]) == 0
    written = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert {entry["properties"]["source"] for entry in written["features"]} == {"drawn for a test"}
    assert capsys.readouterr().out.startswith("out.geojson: 21 towns")
