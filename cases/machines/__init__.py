"""The machines: the only place where a case's state changes."""
