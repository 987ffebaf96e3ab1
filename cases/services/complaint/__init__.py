"""Complaints (投诉): filed, taken up or not, answered by another unit than the one complained of, counted."""
