"""oddwalk finds the odd walks in security logs: sessions ranked by their rarest stretch.

:func:`sessionize`, :func:`fit`, :func:`scan` and :class:`Model` take pandas, polars, pyarrow, DuckDB or anything with
``__arrow_c_stream__``, and give back the caller's kind. :mod:`oddwalk.anomalous_sequence` is a drop-in for msticpy's package
of that name.
"""

from oddwalk._api import Model, Recipe, fit, recipe, scan, sessionize
from oddwalk._oddwalk import __version__

__all__ = ["Model", "Recipe", "__version__", "fit", "recipe", "scan", "sessionize"]
