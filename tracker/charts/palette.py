"""The colours of charts, as stand-ins that the browser replaces by the theme's own, light or dark.

Streamlit has such stand-ins for its own charts, so that a chart follows the theme without being sent again.
`tests/tracker/charts` holds these against Streamlit's. Grid lines are left to the theme altogether.
"""

MAIN = "#000001"  # the first of chartCategoricalColors
ACCENT = "#000002"  # the second
INK = "#000037"  # text
GROUND = "#000038"  # the page behind the chart
