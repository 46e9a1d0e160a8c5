"""Many workbooks in one run: which ones, made at once, recorded one after the other."""
