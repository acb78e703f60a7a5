"""A standing run over arriving data: look for new files, detect, compare with the last round, raise alerts."""
