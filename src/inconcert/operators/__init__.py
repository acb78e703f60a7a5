"""Accounts on two platforms that the same hands may run: pairs with their evidence, never one account, never a name."""
