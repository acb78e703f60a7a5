"""Search over posts, accounts and sites of an investigation, accents and scripts folded."""
