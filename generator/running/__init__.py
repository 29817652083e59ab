"""Where jobs run: in this process, or in several on this machine."""

from .local import Runner, runner

__all__ = ["Runner", "runner"]
