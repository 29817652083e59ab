"""Charts and the sheet 一图读懂: what they show comes from the model, how they look from templates.

`series` picks the figures, `drawing` gives them places, `overview` puts a sheet together.
"""
