"""How good is the search? Labelled sets through the same code that searches a library.

`retrieval` measures the ranking, `absent` the honesty about what is not there, `explaining` whether what is
highlighted carried the score.
"""
