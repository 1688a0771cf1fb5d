"""Applying what was suggested, by really editing the files."""
