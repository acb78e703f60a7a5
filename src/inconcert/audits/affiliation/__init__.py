"""State-media jobs in a file of employment entries, in aggregate: which outlets, which units, past or concurrent."""
