"""The embedded run: installs, configures, supervises and checks every service of the portal on one machine.

It refuses to know anything about data: publishing belongs to ``pipelines``, pages to the CKAN extensions.
"""
