"""How do our own models become better? Imports torch only where something is trained."""
