"""The portal in a browser: what readers and stewards do, on wide and narrow screens, in both languages."""
