"""Mutated files against every entry point: seeded, bounded, repeatable input by input."""
