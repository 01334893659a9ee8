"""What makes a document checkable by anyone: the signed token in its QR code, the keys that sign, the list of states."""
