"""Simulated source systems: generated records behind the interfaces that the real systems have.

Everything that is written or served here says ``origin: simulated``.
"""
