"""Pages of the subject: each view makes one call into the rooms below."""
