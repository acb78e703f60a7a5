"""Whether a feed favours a side: relative prevalence, feeds of sock-puppets, logs of manual boosts."""
