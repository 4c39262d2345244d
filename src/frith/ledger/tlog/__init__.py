"""The words of a transparency log: hashes, trees, tiles, signed notes. Nothing here reads or writes a file."""
