"""The files of a new site, as `init` writes them; their names and places stand in `beatbook.starting`."""
