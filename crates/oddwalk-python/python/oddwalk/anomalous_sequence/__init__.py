"""A drop-in for ``msticpy.analysis.anomalous_sequence``: change the import and keep the notebook.

Modules, names, signatures, columns, dtypes, attributes and exceptions are those of msticpy 3.0.2; the numbers are equal,
and the work is done in Rust. What differs on purpose is in ``docs/migrating-from-msticpy.md``.
"""
