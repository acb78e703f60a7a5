"""Sites of the same hands: what they share, how rare it is, and which belong together."""
