"""Helhet: one way in, one plan, one team, and every day the answer to whether the law is kept."""
