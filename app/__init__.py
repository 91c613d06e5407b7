"""The web server: puts the engine's steps on the wire and serves the pages; computes nothing itself."""
