"""Indicators, disclosure control, forecasts, exports; read only."""
