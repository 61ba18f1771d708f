"""The loops that bring the library up to date: looking (disk → rows), reading (files → text), understanding
(text → vectors), caching (rows → word and vector indexes). Each runs in threads of the service, is woken when there is
something to do, and takes its work from the library: killed at any moment, it goes on where it was."""
