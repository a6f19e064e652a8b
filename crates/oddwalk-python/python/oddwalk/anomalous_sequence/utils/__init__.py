"""Helper functions over counts and probabilities that the caller holds in dictionaries."""
