"""Pages of officers and administrators: each view makes one call into the rooms below."""
