"""Taking in delivered files: headings, reading, checking, storing, rejects."""
