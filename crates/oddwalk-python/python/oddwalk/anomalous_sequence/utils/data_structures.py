"""What sessions and trained models are made of: commands with parameters, and tables that know the unseen."""

from __future__ import annotations

from collections import defaultdict  # noqa: F401  (named in the signatures)

from oddwalk.anomalous_sequence._errors import (
    __getattr__,  # noqa: F401  (gives MsticpyException to whoever imports it from here)
    failure,
)


class StateMatrix(dict):
    """Counts or probabilities by key, or by two keys; an unseen key has what the token for unseen ones has.

    Examples
    --------
    >>> counts = StateMatrix({"Set-Mailbox": 20, "##UNK##": 1}, "##UNK##")
    >>> counts["Set-Mailbox"], counts["Never-Seen"]
    (20, 1)
    """

    def __init__(self, states: dict | defaultdict, unk_token: str):
        """Wrap a dictionary of numbers, or of such dictionaries.

        Parameters
        ----------
        states
            Numbers by key; or dictionaries of numbers by key, each of which has ``unk_token`` too.
        unk_token
            The key that unseen keys are looked up under.

        Raises
        ------
        MsticpyException
            Where ``unk_token`` is no key.
        """
        super().__init__(states)
        if unk_token not in states:
            raise failure("`unk_token` should be a key in `states`")
        self.unk_token = unk_token
        self.states = {
            key: StateMatrix(value, unk_token) if isinstance(value, dict) else value
            for key, value in dict(states).items()
        }

    def __getitem__(self, item):
        """Look up a key, or the token for unseen ones in its place."""
        return self.states[item if item in self.states else self.unk_token]


class Cmd:
    """A command and its parameters: their names in a set, or their values by name in a dictionary.

    Examples
    --------
    >>> Cmd(name="Set-Mailbox", params={"Identity": "bob"})
    Cmd(name='Set-Mailbox', params={'Identity': 'bob'})
    """

    def __init__(self, name: str, params: set | dict):
        """Keep the name and the parameters as they are.

        Parameters
        ----------
        name
            The command, such as ``"Set-Mailbox"``.
        params
            ``{"Identity", "ForwardingSmtpAddress"}``, or ``{"Identity": "bob", "ForwardingSmtpAddress": "x@y.z"}``.
        """
        self.name = name
        self.params = params

    def __str__(self):
        """Read as the call that makes it."""
        return f"Cmd(name='{self.name}', params={self.params})"

    def __repr__(self):
        """Read as the call that makes it."""
        return self.__str__()
