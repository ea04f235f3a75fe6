"""Many articles: the coder spread over the processes of this machine."""

from dragoman.batch.local import run

__all__ = ["run"]
