"""A made-up world to look for operations in: an organic crowd, planted operations, and decoys that only look like one.

Words are invented, sides are called A and B, hosts end in ``.example``. Everything follows from the seed.
"""
