"""TAXII 2.1: what was published on purpose, kept to be fetched; and handing on to a server that somebody names."""
