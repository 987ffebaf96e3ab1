"""Worklists of officers: what is asked, which cases answer it, in which order, page by page."""
