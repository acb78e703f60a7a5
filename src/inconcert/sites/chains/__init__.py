"""Redirect chains from a front domain to where a visitor lands, and links that answer visitors differently."""
