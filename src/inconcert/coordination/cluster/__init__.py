"""The search for ties spread over a Spark cluster: the same compiled pass, null and p, and therefore the same ties.

Actions are cut into *slices* by object; what the null asks of the events adds up over slices. Assets are dealt into
groups, and one task counts the pairs between two groups, or within one.
"""
