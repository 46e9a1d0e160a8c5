"""What our documents are held against: two validators, LibreOffice, and own checks for what those miss."""
