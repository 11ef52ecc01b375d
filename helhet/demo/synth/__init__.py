"""Synthetic Norway: histories drawn by a seed, municipality by municipality, straight into a snapshot. All of it invented."""
