"""`python -m frith` is `frith`."""

from frith.cli.main import main

if __name__ == "__main__":  # a process that helps with a comparison reads this file again
    main()
