"""The words of the interface in the language of whoever reads them.

What a person reads is written in English where it is said, as `_("Thank you.")`, and looked up in
the catalogue of the language that counts at that moment: a file `<tag>.po` in this folder. A
language is one file; English has none.
"""

from kit.language.catalogue import N_, NP_, _, ngettext, pgettext
from kit.language.current import get_language, set_usual, use_language

__all__ = [
    "NP_",
    "N_",
    "_",
    "get_language",
    "ngettext",
    "pgettext",
    "set_usual",
    "use_language",
]
