"""Saved pages read without running anything: HTML, archives, recordings; with limits of time and memory."""
