"""Licence terms: what a provider's terms say, read from the user's own copy. No network, no model, no guess."""
