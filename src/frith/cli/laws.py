"""`frith law`: what binds, its history, bills as drafts, whether packs are sound, and the law in other shapes."""

from frith.cli.export import export
from frith.cli.law import law
from frith.cli.law_import import import_bills
from frith.cli.lint import lint

law.add_command(lint)
law.add_command(export)
law.add_command(import_bills)
