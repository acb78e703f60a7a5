"""Carrying a decision out safely: plan, rehearsal, approval by two, a journal that resumes, undo, appeal."""
