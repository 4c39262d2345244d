"""Frith: a sanctuary law that decides, checks and shows.

`frith.decide`, `frith.screen` and `frith.compare` are loaded when they are first used: importing a small part stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.api import compare as compare
    from frith.api import decide as decide
    from frith.api import screen as screen

__all__ = ["compare", "decide", "screen"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from frith import api  # noqa: PLC0415  loaded on first use on purpose

        return getattr(api, name)
    raise AttributeError(f"module `frith` has no `{name}`")
