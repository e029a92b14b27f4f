"""Publishing: content/ -> the site model -> pages, feeds, data, checks."""

from beatbook.publishing.data import export_data
from beatbook.publishing.render import render_site
from beatbook.publishing.site import build_site

__all__ = ["build_site", "export_data", "render_site"]
