"""The door: what allauth asks of the house when somebody signs in, and what the house asks of those who do."""
