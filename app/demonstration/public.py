"""What the command line may use of the demonstration."""

from app.demonstration.load import announce, load

__all__ = ["announce", "load"]
