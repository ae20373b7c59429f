"""Files as LibreOffice, an independent reader, has them: opened, converted and looked at."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from tests.machine import missing


def convert(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Each file as PDF, converted in one run under a profile of its own."""
    if not shutil.which("soffice"):
        missing("no LibreOffice is on this machine, so no file can be opened by it")
    written = [folder / name for name in files]
    for path, content in zip(written, files.values(), strict=True):
        path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, written)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path.name: path.with_suffix(".pdf") for path in written}


def pages(pdf: Path) -> int:
    """How many pages it has."""
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(next(line for line in told.splitlines() if line.startswith("Pages:")).split()[1])


def text(pdf: Path) -> str:
    """What is written on it, with single spaces."""
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(told.split())


def pictures(pdf: Path) -> list[Image.Image]:
    """Its pages as pictures of 40 dots to the inch."""
    start = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "40", "-png", str(pdf), str(start)], check=True, capture_output=True)
    return [Image.open(path).convert("RGB") for path in sorted(pdf.parent.glob(f"{start.name}-*.png"))]


def has_colour(picture: Image.Image, colour: str) -> bool:
    """Whether more than ten points of it are very nearly of this colour."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    apart = np.abs(np.asarray(picture, dtype=np.int16) - np.array(wanted, dtype=np.int16)).max(axis=2)
    return int((apart < 12).sum()) > 10
