"""Stages of DataPusher+'s pipeline, replaced where they are slow, unsafe or broken on CKAN 2.12."""
