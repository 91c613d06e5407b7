"""The web server: puts the engine's steps on the wire and serves the pages; computes nothing itself."""

# First of all: the engine sets up the matrix library, which counts only before NumPy is imported.
import core as core
