"""What if: the service as a network of queues, simulated many times over. Plain Python and NumPy (docs/explanation/what-if.md)."""
