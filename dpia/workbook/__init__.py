"""The questionnaire as an .xlsx file: written blank or filled, read back, and marked where answers fail."""
