"""Shapes of what a subject fills in; the law is asked by the services, not here."""
