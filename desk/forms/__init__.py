"""Shapes of what officers and administrators type; the law is asked by the services, not here."""
