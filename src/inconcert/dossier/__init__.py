"""Everything that can be told of a confirmed case, gathered once, every number with its source."""
