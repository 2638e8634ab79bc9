"""Type in a week that was kept on paper."""
