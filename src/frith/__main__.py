"""`python -m frith` is `frith`."""

from frith.cli.main import main

main()
