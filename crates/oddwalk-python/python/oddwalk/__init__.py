"""oddwalk finds the odd walks in security logs: sessions ranked by their rarest stretch.

:func:`sessionize`, :func:`fit`, :func:`scan`, :func:`timeline` and :class:`Model` take pandas, polars, pyarrow, DuckDB or anything with
``__arrow_c_stream__``, and give back the caller's kind. :mod:`oddwalk.anomalous_sequence` is a drop-in for msticpy's package
of that name.
"""

from oddwalk._api import Model, fit, scan, sessionize, timeline
from oddwalk._oddwalk import __version__
from oddwalk._recipe import Recipe, recipe
from oddwalk._timeline import Timeline

__all__ = ["Model", "Recipe", "Timeline", "__version__", "fit", "recipe", "scan", "sessionize", "timeline"]
