"""Objections (异议申诉), a module for each stage: drafting, filing, checking, inquiry, review, decision, redress."""
