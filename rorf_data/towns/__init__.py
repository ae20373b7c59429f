"""The 21 towns: facts about them, their outlines, and which of them a written place means."""
