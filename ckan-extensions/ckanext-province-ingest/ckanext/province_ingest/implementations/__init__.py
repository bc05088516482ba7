"""CKAN interfaces that are larger than a line, one mixin each."""
