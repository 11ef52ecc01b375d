"""Synthetic Norway in the live database: the drawn histories as the rows the product's own actions would have left."""
