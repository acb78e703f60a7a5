"""The documents about a confirmed case: threat report, fact sheet, notice to the affected, right of reply."""
