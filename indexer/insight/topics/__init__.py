"""Topics: which documents belong together, what that is called, and where it lies on a map.

neighbours   who is near whom
clusters     who belongs together (four ways)
phrases      what a text says, in phrases as people write them
names        what documents say that others do not
keeping      the same topics as last time, and what a person changed
places       the map
making       all of these, from a library's vectors to topics
measuring    how good they are, on labelled texts
maker        the same, in a process of its own (worker, wire)
"""
