"""What must be on the machine before services can start: packages, environments, ``qsvdp`` and Solr."""
