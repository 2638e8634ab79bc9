"""Progress: charts and the tables behind them."""
