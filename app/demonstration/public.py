"""What the command line may use of the demonstration."""

from app.demonstration.deployment import PASSWORD
from app.demonstration.load import announce, load

__all__ = ["PASSWORD", "announce", "load"]
