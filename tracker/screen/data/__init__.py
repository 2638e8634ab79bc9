"""The page that brings in files and takes them out."""
