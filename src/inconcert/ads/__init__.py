"""Ads and their money: spend as ranges, currencies at the rate of the day, payers, creatives."""
