"""The report on one municipality and day: every criterion judged, told, and written as a package that can be made again and compared."""
