"""Pages of this floor, one module per stage."""
