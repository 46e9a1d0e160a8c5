"""What a Word template may say, and the sandbox it is filled in: a template is a file from a stranger."""
