"""`frith law`: what binds, its history, and whether packs are sound."""

from frith.cli.law import law
from frith.cli.lint import export, lint

law.add_command(lint)
law.add_command(export)
