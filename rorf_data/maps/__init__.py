"""Protected frames as maps of the towns' own outlines: no base map, no tile, nothing from outside."""

from rorf_data.maps.town_map import SmallMap, TownMap, small_map, towns_map

__all__ = ["SmallMap", "TownMap", "small_map", "towns_map"]
