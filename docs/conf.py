"""How the pages are built: ``make docs``."""

from __future__ import annotations

from inconcert import __version__

project = "inconcert"
author = "The inconcert authors"
copyright = "2026, The inconcert authors"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"inconcert {version}"
# Nothing is loaded from elsewhere: the pages work offline, and reading them tells nobody.
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {"light_css_variables": {"font-stack": "system-ui, sans-serif"}}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
# Without this, building twice gives different bytes.
html_last_updated_fmt = None

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
