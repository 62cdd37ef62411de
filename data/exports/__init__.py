"""Tables as files that planners' own tools open: CSV profiles and workbooks."""
