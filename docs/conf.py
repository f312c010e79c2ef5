"""How Sphinx builds these pages (`make docs`, warnings as errors). By MyST, because everything here is Markdown."""

project = "On Record"
author = "The On Record authors"
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "Thumbs.db", ".DS_Store"]
html_theme = "furo"
html_title = "On Record"
html_copy_source = False
html_show_sphinx = False
