"""Where records come from: one adapter a module, each keeping raw input byte for byte before anything is read."""
