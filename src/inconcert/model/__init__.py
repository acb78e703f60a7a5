"""The nouns: fields, types and meanings as data; ids; instants with precision. No I/O beyond its own data file."""
