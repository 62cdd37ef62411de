"""The Erlang calculator over HTTP: one interval's question and its answer."""
