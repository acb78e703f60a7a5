"""Whether a network is the return of an operation: fingerprints, and how rare it is to share so much of one."""
