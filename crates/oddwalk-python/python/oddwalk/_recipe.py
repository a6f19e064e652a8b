"""Recipes: what oddwalk knows of each kind of log."""

from __future__ import annotations

from oddwalk._oddwalk import recipe_kql


class Recipe:
    """What oddwalk knows of one kind of log. :func:`recipe` gives one."""

    def __init__(self, name: str):
        """Name the recipe."""
        self.name = name

    def kql(self, *, lookback: str = "60d", table: str | None = None) -> str:
        """Render the query that cuts the same sessions in Microsoft Sentinel.

        Parameters
        ----------
        lookback
            How far back it looks: ``60d``, ``12h``, ``1d 12h``.
        table
            The table, where the recipe knows several; the first one, if nobody says.

        Raises
        ------
        KeyError
            Where there is no such recipe.
        ValueError
            Where the recipe has no such table, or says something that a query cannot do.
        """
        return recipe_kql(self.name, lookback, table)


def recipe(name: str) -> Recipe:
    """Return a recipe by its name; ``oddwalk recipes list`` lists them.

    Examples
    --------
    >>> "row_window_session" in recipe("office365-exchange").kql(lookback="7d")
    True
    """
    return Recipe(name)
