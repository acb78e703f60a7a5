"""What the pages show, as plain data: read from findings and from the tables of a run, never from a template."""
