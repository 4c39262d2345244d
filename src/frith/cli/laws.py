"""`frith law`: what binds, its history, whether packs are sound, and the law in other shapes."""

from frith.cli.export import export
from frith.cli.law import law
from frith.cli.lint import lint

law.add_command(lint)
law.add_command(export)
