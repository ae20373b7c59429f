"""Released frames and pictures as files that explain themselves."""

from rorf_data.exports.names import file_name
from rorf_data.exports.pictures import Picture, to_png, to_svg
from rorf_data.exports.tables import to_csv, to_xlsx

__all__ = ["Picture", "file_name", "to_csv", "to_png", "to_svg", "to_xlsx"]
