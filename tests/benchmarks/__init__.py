"""Timings that compare within one run; `make bench` prints them."""
