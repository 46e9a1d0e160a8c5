"""Excel craft that the questionnaire workbook and the register workbook share."""
