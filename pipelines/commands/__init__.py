"""One module per command; its click object is called ``command``."""
