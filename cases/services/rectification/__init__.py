"""Ordered rectifications and talks (限期整改与约谈): ordering, serving, reporting, talks, minutes, closing."""
