"""Where a reader may send a correction of a page: the file in the repository's editor, a form, or an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from beatbook.config import Corrections

# The editor's path by a word in the name of the host.  A repository elsewhere is taken for GitHub's kind; "{branch}" and "{path}" in the
# configured address say it outright.  Sources: the three forges' own edit buttons.
_EDITORS = (
    ("gitlab", "/-/edit/{branch}/{path}"),
    ("codeberg", "/_edit/{branch}/{path}"),
    ("forgejo", "/_edit/{branch}/{path}"),
    ("gitea", "/_edit/{branch}/{path}"),
    ("bitbucket", "/src/{branch}/{path}?mode=edit"),
    ("", "/edit/{branch}/{path}"),
)


def editor_url(where: Corrections, path: str) -> str:
    """The address at which a file of the repository is edited; "" without a repository."""
    if not where.repository:
        return ""
    repository = where.repository.rstrip("/").removesuffix(".git")
    if "{path}" not in repository:
        host = urlsplit(repository).hostname or ""
        repository += next(pattern for word, pattern in _EDITORS if word in host)
    return repository.replace("{branch}", quote(where.branch, safe="/")).replace("{path}", quote(path, safe="/"))


def form_url(where: Corrections, permalink: str) -> str:
    """The form with the page's permalink filled in; "" without a form."""
    if not where.form:
        return ""
    return where.form.replace("{permalink}", quote(permalink, safe=""))


def mail_url(where: Corrections, title: str, permalink: str) -> str:
    """A letter that names the page; "" without an address."""
    if not where.email:
        return ""
    return f"mailto:{quote(where.email, safe='@+')}?subject={quote(title, safe='')}&body={quote(permalink, safe='')}"
