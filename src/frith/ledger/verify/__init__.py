"""Reading a log as a stranger does: with its published files and keys, and nothing of the program that wrote it."""
