"""Indicators as platforms publish them, read tolerantly and sorted into assets."""
