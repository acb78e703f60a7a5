"""Pages, tables and data of audits of a platform's records."""
