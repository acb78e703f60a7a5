"""A confirmed case in the forms other systems read: STIX, MISP, TAXII, Navigator, DSA, XARF, indicators."""
