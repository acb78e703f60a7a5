"""A standing run over arriving data: sources, state, alerts."""
