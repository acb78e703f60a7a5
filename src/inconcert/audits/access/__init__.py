"""From where user data was read, by an organisation's own access log."""
