"""An inspector's engagement: scope, criteria, a drawn sample, working papers, findings, the municipality's comment and what came of it."""
