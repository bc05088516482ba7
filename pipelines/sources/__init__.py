"""Where records come from: one adapter a module, raw input kept byte for byte before it is read."""
