"""`python -m app` is the same as the command `convscope`."""

from app.cli import main

main()
