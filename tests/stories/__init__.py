"""Pairs of articles labelled by hand: whether the two are appearances of one story."""
