"""`python -m vectorm`: the command line."""

from vectorm.cli import main

main()
