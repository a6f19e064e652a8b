"""oddwalk finds the odd walks in security logs: sessions ranked by their rarest stretch.

Today the package brings the ``oddwalk`` command and its version.
"""

from oddwalk._oddwalk import __version__

__all__ = ["__version__"]
