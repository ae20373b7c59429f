"""Protected frames as maps of the towns' own outlines: no base map, no tile, nothing from outside."""

from rorf_data.maps.help_map import help_map
from rorf_data.maps.town_map import SmallMap, SmoothedMap, TownMap, small_map, smoothed_map, towns_map

__all__ = ["SmallMap", "SmoothedMap", "TownMap", "help_map", "small_map", "smoothed_map", "towns_map"]
