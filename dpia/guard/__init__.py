"""What stands before every parser: files come from anywhere, and each is looked at before anything opens it."""
