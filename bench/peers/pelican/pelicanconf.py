"""Pelican's closest form of the digest: people are its authors, places its categories, organizations and sources its tags."""

SITENAME = "A digest of made-up news"
SITEURL = "https://digest.example"
PATH = "content"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 100
DIRECT_TEMPLATES = ["index", "authors", "categories", "tags", "sitemap"]
PAGINATED_TEMPLATES = {"index": 100}
SITEMAP_SAVE_AS = "sitemap.xml"
ARTICLE_URL = "events/{slug}.html"
ARTICLE_SAVE_AS = "events/{slug}.html"
ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 50
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
MARKDOWN = {"output_format": "html5"}
CACHE_CONTENT = True  # its best case for a second build: what was parsed is kept
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
CONTENT_CACHING_LAYER = "reader"
