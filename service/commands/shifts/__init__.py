"""``relais shifts`` and ``relais contracts``, and the solver they start."""
