"""From an assessment to the documents people read: the Word report and the JSON record."""
